/** Linux as its headers describe it: functions, flags, structures and error numbers under their C names. */
@NullMarked
package org.sluice.io.linux.c;

import org.jspecify.annotations.NullMarked;
