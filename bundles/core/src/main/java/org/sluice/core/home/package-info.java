/** What is kept under SLUICE_HOME: who we are, whom we trust, what we share. */
@NullMarked
package org.sluice.core.home;

import org.jspecify.annotations.NullMarked;
