/** Moving contents: work, and the lanes that do it. */
@NullMarked
package org.sluice.core.lane;

import org.jspecify.annotations.NullMarked;
