/** Finds chunks of wanted files in what the receiver has already. */
@NullMarked
package org.sluice.core.fill;

import org.jspecify.annotations.NullMarked;
