/** What of an entry's metadata a destination can hold, found out before the first byte, and what becomes of the rest. */
@NullMarked
package org.sluice.core.contract;

import org.jspecify.annotations.NullMarked;
