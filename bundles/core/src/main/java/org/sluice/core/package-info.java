/** Brings providers, peers and files together: transfers, the serving side, and what is chosen. */
@NullMarked
package org.sluice.core;

import org.jspecify.annotations.NullMarked;
