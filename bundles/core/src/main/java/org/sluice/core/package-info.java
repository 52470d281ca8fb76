@NullMarked
package org.sluice.core;

import org.jspecify.annotations.NullMarked;
