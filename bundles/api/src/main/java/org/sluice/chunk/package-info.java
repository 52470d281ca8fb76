/** Names for content: digests of bytes. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.chunk;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
