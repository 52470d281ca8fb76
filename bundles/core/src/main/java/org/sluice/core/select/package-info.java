/** Which entries take part: rules as rsync has them, and lists of names. */
@NullMarked
package org.sluice.core.select;

import org.jspecify.annotations.NullMarked;
