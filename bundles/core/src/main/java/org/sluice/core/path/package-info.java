/** The connections of a session: made, joined, lost and made again. */
@NullMarked
package org.sluice.core.path;

import org.jspecify.annotations.NullMarked;
