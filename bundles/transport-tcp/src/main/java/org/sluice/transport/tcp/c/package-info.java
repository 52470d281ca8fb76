/** The one function of the C library that this transport calls itself. */
@NullMarked
package org.sluice.transport.tcp.c;

import org.jspecify.annotations.NullMarked;
