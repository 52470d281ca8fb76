/** Walking the sources. */
@NullMarked
package org.sluice.core.scan;

import org.jspecify.annotations.NullMarked;
