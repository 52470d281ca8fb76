/** Chunks as files that are named by their hash. */
@NullMarked
package org.sluice.chunks.store;

import org.jspecify.annotations.NullMarked;
