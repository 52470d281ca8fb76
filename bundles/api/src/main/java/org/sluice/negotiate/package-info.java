/** What two peers offer each other, and the agreement that both compute from it. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.negotiate;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
