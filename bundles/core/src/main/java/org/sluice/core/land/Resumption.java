package org.sluice.core.land;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.sluice.core.resume.Journalled;
import org.sluice.core.resume.Partial;
import org.sluice.core.resume.Partials;
import org.sluice.core.session.Chunking;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

/**
 * Which files are worth to be compared chunk by chunk, and where they lie until they are whole.
 *
 * @param partials what earlier sessions have left
 * @param hasher name of the hasher that chunks are hashed with
 * @param chunking how files are cut
 * @param prospect where chunks may come from besides
 * @param room for hashes that come before their content; a file for whose there is none comes whole
 */
public record Resumption(Partials partials, String hasher, Chunking chunking, Prospect prospect, HashRoom.Lease room) {

    /** Whether chunks of a file may be here: a part of it, another version, or the same by another name. */
    boolean mayHave(RelPath destination, long size, Optional<Entry> there) {
        return partials.has(destination)
                || (there.isPresent() && there.get().isFile() && there.get().size() > 0)
                || prospect.mayHold(size);
    }

    /** A file of a single chunk has nothing to resume. */
    Optional<Partial> take(Expected file) throws IOException {
        return file.size() <= chunking.size()
                ? Optional.empty()
                : partials.take(new Journalled(
                        file.destination(),
                        file.size(),
                        file.metadata().modified(),
                        chunking.size(),
                        hasher,
                        Map.of()));
    }
}
