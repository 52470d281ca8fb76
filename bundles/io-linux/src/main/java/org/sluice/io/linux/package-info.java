@NullMarked
package org.sluice.io.linux;

import org.jspecify.annotations.NullMarked;
