/** What is remembered of transfers. */
@NullMarked
package org.sluice.core.jobs;

import org.jspecify.annotations.NullMarked;
