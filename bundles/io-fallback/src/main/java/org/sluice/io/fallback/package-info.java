@NullMarked
package org.sluice.io.fallback;

import org.jspecify.annotations.NullMarked;
