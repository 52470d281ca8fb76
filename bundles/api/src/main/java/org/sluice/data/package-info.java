/** Bytes on their way: where they come from, where they go, and the buffers they pass through. Knows nothing of files or networks. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
