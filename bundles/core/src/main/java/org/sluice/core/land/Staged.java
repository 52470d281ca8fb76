package org.sluice.core.land;

import java.util.Optional;
import org.sluice.io.RelPath;

/**
 * A file whose content and metadata are complete but not yet under its name.
 *
 * @param id of the entry
 * @param at where it lies
 * @param in the new directory that it lies in, and gets its name with
 * @param destination where it belongs
 * @param size in bytes
 */
record Staged(long id, RelPath at, Optional<FreshDirectory> in, RelPath destination, long size) {}
