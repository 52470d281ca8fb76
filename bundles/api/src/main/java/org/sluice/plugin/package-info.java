/** Bundles of others: what lies in the folder {@code deploy}, what has become of it, and how that is changed. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
