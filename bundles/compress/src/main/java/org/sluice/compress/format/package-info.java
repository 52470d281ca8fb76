@NullMarked
package org.sluice.compress.format;

import org.jspecify.annotations.NullMarked;
