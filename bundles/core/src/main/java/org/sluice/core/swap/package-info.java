/** What a transfer holds open at a provider goes on at another when a bundle comes or goes. */
@NullMarked
package org.sluice.core.swap;

import org.jspecify.annotations.NullMarked;
