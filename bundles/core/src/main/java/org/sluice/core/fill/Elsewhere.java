package org.sluice.core.fill;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.Hash;
import org.sluice.chunk.KnownFile;
import org.sluice.core.known.KnownChunks;
import org.sluice.io.FileHandle;

/** Files in which chunks are known to be, and the store; keeps the last one open, since the next chunk is likely to be there. One thread's. */
final class Elsewhere implements AutoCloseable {

    /** Takes a chunk. */
    interface Taking {

        /** From a position of a file; whether it was what it should be. */
        boolean from(FileHandle file, long offset) throws IOException, InterruptedException;

        /** From memory, verified. */
        void of(MemorySegment chunk) throws IOException;
    }

    private final KnownChunks known;
    private Optional<KnownFile> last = Optional.empty();
    private Optional<FileHandle> open = Optional.empty();
    private final Set<KnownFile> wrong = new HashSet<>();

    Elsewhere(KnownChunks known) {
        this.known = known;
    }

    /** Tries the places that are known to have a chunk; whether one had it. */
    boolean take(Hash hash, int length, Taking taking) throws InterruptedException {
        for (ChunkPlace place : known.places(hash)) {
            if (place.length() == length && take(place, hash, taking)) {
                return true;
            }
        }
        return false;
    }

    private boolean take(ChunkPlace place, Hash hash, Taking taking) throws InterruptedException {
        return switch (place) {
            case ChunkPlace.InFile file -> take(file, taking);
            case ChunkPlace.InStore stored -> take(stored, hash, taking);
        };
    }

    private boolean take(ChunkPlace.InStore place, Hash hash, Taking taking) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(place.length());
            OptionalInt length = known.stored(hash, chunk);
            if (length.isEmpty() || length.getAsInt() != place.length()) {
                return false;
            }
            taking.of(chunk);
            return true;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private boolean take(ChunkPlace.InFile place, Taking taking) throws InterruptedException {
        try {
            Optional<FileHandle> file = open(place);
            if (file.isEmpty()) {
                return false;
            }
            if (taking.from(file.get(), place.offset())) {
                return true;
            }
            wrong.add(place.file());
        } catch (IOException unreadable) {
            // Another place, or the sender, has it.
        }
        return false;
    }

    private Optional<FileHandle> open(ChunkPlace.InFile place) throws IOException {
        if (!last.equals(Optional.of(place.file()))) {
            closeFile();
            open = known.open(place);
            last = Optional.of(place.file());
        }
        return open;
    }

    /** What turned out not to be so is forgotten now: other chunks of such a file may have been right. */
    @Override
    public void close() throws IOException {
        wrong.forEach(file -> known.forget(file.key()));
        closeFile();
    }

    private void closeFile() throws IOException {
        last = Optional.empty();
        Optional<FileHandle> before = open;
        open = Optional.empty();
        if (before.isPresent()) {
            before.get().close();
        }
    }
}
