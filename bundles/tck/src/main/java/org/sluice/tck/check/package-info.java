/** Runs the contracts against what a jar provides, in a process of its own: what {@code sluice plugin check} starts. */
@NullMarked
package org.sluice.tck.check;

import org.jspecify.annotations.NullMarked;
