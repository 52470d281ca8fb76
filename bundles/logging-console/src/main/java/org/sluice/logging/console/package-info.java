/** Configures logback for a command on a console. */
@NullMarked
package org.sluice.logging.console;

import org.jspecify.annotations.NullMarked;
