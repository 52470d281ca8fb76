/** How things are written for people and for scripts. */
@NullMarked
package org.sluice.shell.text;

import org.jspecify.annotations.NullMarked;
