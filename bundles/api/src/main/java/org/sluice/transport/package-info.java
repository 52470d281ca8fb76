/** Authenticated connections between two peers and the streams of bytes within them. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.transport;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
