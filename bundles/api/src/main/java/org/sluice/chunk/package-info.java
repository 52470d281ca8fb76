/** Names for content: digests of bytes, the chunks that files consist of, and where they lie. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.chunk;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
