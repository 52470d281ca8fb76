package org.sluice.core.local;

import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Where an entry was copied from.
 *
 * @param root it is reached through
 * @param path below that
 * @param entry as it was when it was copied
 * @param name for people
 */
record Origin(Root root, RelPath path, Entry entry, String name) {}
