/** So much content a second and no more, where a person says so. */
@NullMarked
package org.sluice.core.rate;

import org.jspecify.annotations.NullMarked;
