@NullMarked
package org.sluice.shell;

import org.jspecify.annotations.NullMarked;
