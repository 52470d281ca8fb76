/** The verbs, one class each, and what runs them. */
@NullMarked
package org.sluice.shell.verb;

import org.jspecify.annotations.NullMarked;
