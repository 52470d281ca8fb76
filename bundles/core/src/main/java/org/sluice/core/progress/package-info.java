/** How far a transfer is. */
@NullMarked
package org.sluice.core.progress;

import org.jspecify.annotations.NullMarked;
