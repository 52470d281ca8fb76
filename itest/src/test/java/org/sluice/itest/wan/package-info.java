/**
 * A wide network on one machine: two network namespaces, a TUN device in each, and a program between them that delays, limits, loses,
 * reorders and blocks packets. It needs the JDK alone, so that {@code itest/wan} runs it from its sources.
 */
@NullMarked
package org.sluice.itest.wan;

import org.jspecify.annotations.NullMarked;
