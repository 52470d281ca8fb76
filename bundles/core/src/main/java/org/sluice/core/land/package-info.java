/** Where contents land: compared, staged, made durable, renamed into place. */
@NullMarked
package org.sluice.core.land;

import org.jspecify.annotations.NullMarked;
