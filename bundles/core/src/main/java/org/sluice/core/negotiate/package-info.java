/** The one rule by which both peers compute their agreement. */
@NullMarked
package org.sluice.core.negotiate;

import org.jspecify.annotations.NullMarked;
