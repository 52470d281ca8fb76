package org.sluice.core.land;

import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/**
 * A file whose content was asked for.
 *
 * @param id of the entry
 * @param destination where it belongs
 * @param size as announced, in bytes
 * @param metadata it shall have
 * @param inPart whether its chunks are found here or asked for one by one
 */
record Expected(long id, RelPath destination, long size, Metadata metadata, boolean inPart) {}
