/** What an interrupted session leaves for the next: partial files, and what is known of their chunks. */
@NullMarked
package org.sluice.core.resume;

import org.jspecify.annotations.NullMarked;
