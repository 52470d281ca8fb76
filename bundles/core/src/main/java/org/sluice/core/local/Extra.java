package org.sluice.core.local;

import java.util.List;
import org.sluice.io.Entry;

/**
 * Entries of a directory of the destination that the source lacks.
 *
 * @param pair the directory's; kept open until they are gone
 * @param entries their paths are names in it
 */
record Extra(Pair pair, List<Entry> entries) {}
