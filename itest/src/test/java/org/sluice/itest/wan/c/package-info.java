/** The calls of Linux that the wide network needs. */
@NullMarked
package org.sluice.itest.wan.c;

import org.jspecify.annotations.NullMarked;
