package org.sluice.core.land;

import org.sluice.io.RelPath;

/**
 * A file whose content and metadata are complete but not yet under its name.
 *
 * @param id of the entry
 * @param at where it lies
 * @param destination where it belongs
 * @param size in bytes
 */
record Staged(long id, RelPath at, RelPath destination, long size) {}
