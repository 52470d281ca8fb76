/** How far a transfer is: a block on a terminal, lines in a log, events for a script. */
@NullMarked
package org.sluice.shell.progress;

import org.jspecify.annotations.NullMarked;
