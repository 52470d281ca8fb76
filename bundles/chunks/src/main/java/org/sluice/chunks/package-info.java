@NullMarked
package org.sluice.chunks;

import org.jspecify.annotations.NullMarked;
