/** What a platform's file system can do for a transfer: roots that nothing escapes, files read and written at positions. */
@Export
@Version("1.0.0")
@NullMarked
package org.sluice.io;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
