/** Contents by listing and reading, with a peer that has no lanes or wants none. */
@NullMarked
package org.sluice.core.read;

import org.jspecify.annotations.NullMarked;
