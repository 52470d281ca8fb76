/** The contracts of the SPI: a provider's test extends one and hands it the provider. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.tck;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
