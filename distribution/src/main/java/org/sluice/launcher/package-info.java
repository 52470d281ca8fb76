/** Starts the framework with the bundles of the distribution, hands it the command line, and exits with its answer. */
@NullMarked
package org.sluice.launcher;

import org.jspecify.annotations.NullMarked;
