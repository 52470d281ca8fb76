/** What programs ask of Sluice: transfers, peers, shares, and a look at what is chosen and why. */
@Export
@Version("1.1.0")
@NullMarked
package org.sluice.transfer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
