package org.sluice.core.local;

import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

/**
 * An entry of a source directory that something has to be done about.
 *
 * @param from what it is
 * @param name in its directory
 * @param as its name at the destination
 * @param there what has that name already
 */
record Item(Entry from, RelPath name, RelPath as, Optional<Entry> there) {}
