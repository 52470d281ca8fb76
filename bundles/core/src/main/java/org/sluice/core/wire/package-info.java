/** How messages and payload look on a stream. */
@NullMarked
package org.sluice.core.wire;

import org.jspecify.annotations.NullMarked;
