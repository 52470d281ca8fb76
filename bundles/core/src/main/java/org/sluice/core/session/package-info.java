/** The conversation of a sender and a receiver, without files, sockets or clocks. */
@NullMarked
package org.sluice.core.session;

import org.jspecify.annotations.NullMarked;
