/** Which transport reaches a peer. */
@NullMarked
package org.sluice.core.dial;

import org.jspecify.annotations.NullMarked;
