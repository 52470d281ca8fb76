/** io_uring by system calls: a ring, the requests that are put on it, and what copies and looks at files with it. */
@NullMarked
package org.sluice.io.linux.uring;

import org.jspecify.annotations.NullMarked;
