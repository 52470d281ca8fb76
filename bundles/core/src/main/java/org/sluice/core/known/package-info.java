/** What this machine knows of chunks, as far as one session may use it. */
@NullMarked
package org.sluice.core.known;

import org.jspecify.annotations.NullMarked;
