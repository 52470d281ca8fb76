/** Making content smaller for its way to a peer. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.compress;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
