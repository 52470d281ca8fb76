package org.sluice.core.local;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.core.resume.Journalled;
import org.sluice.core.resume.Partial;
import org.sluice.core.session.Chunking;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.RelPath;

/**
 * A copy of a large file that outlives its transfer when that is killed. Its journal has no hashes, and says only where it
 * is worth to look: what the next transfer finds there is compared with the source, byte for byte, before it counts.
 */
final class LastingCopy {

    /** Smaller files are copied anew. */
    private static final long LARGE = 64L << 20;

    private static final Hash NO_HASH = new Hash(0, 0, 0, 0);

    private final Partial partial;

    private LastingCopy(Partial partial) {
        this.partial = partial;
    }

    /** What there is of a file, or a new one; empty when it is not worth to be kept. */
    static Optional<LastingCopy> of(Stage stage, RelPath to, Entry from) throws IOException {
        if (from.size() < LARGE) {
            return Optional.empty();
        }
        Journalled wanted =
                new Journalled(to, from.size(), from.metadata().modified(), Chunking.USUAL.size(), "copy", Map.of());
        return stage.partials().take(wanted).map(LastingCopy::new);
    }

    RelPath at() {
        return partial.at();
    }

    FileHandle target() {
        return partial.handle();
    }

    /** Whether a range was copied by an earlier transfer, and still is what the source has. */
    boolean has(FileHandle source, long offset, long length, SameContent content) throws IOException {
        return partial.hints().containsKey(Chunking.USUAL.number(offset))
                && content.of(source, partial.handle(), offset, length);
    }

    /** A range has been copied. */
    void copied(long offset) {
        partial.journal().note(Chunking.USUAL.number(offset), NO_HASH);
    }

    void close() throws IOException {
        partial.journal().close();
    }
}
