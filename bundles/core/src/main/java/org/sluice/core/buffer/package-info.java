/** The buffers that bound what is on its way. */
@NullMarked
package org.sluice.core.buffer;

import org.jspecify.annotations.NullMarked;
