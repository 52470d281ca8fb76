/** The chunks that are kept under SLUICE_HOME: how large they are, how many, and when that is opened. */
@NullMarked
package org.sluice.core.chunk;

import org.jspecify.annotations.NullMarked;
