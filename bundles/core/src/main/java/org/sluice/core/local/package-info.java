/** Copies on one machine: no messages, workers that share directories and files among them. */
@NullMarked
package org.sluice.core.local;

import org.jspecify.annotations.NullMarked;
