/** What a provider says of itself when it cannot serve here. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
