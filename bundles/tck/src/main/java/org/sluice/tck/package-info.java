@NullMarked
package org.sluice.tck;

import org.jspecify.annotations.NullMarked;
