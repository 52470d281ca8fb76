/** Comparing two trees. */
@NullMarked
package org.sluice.core.compare;

import org.jspecify.annotations.NullMarked;
