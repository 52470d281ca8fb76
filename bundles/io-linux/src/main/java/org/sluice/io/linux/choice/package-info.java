/** Which of several means does a kind of work fastest: measured on the work itself, and remembered. */
@NullMarked
package org.sluice.io.linux.choice;

import org.jspecify.annotations.NullMarked;
