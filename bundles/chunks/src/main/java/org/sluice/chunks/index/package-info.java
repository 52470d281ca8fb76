/** Which chunks files consist of, and where they lie: a database on the disk, and a table of hashes in memory. */
@NullMarked
package org.sluice.chunks.index;

import org.jspecify.annotations.NullMarked;
