/** What only the assembled distribution can show. */
@NullMarked
package org.sluice.itest;

import org.jspecify.annotations.NullMarked;
