package org.sluice.core.read;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Staging;
import org.sluice.core.scan.ScanListener;
import org.sluice.core.scan.Scanner;
import org.sluice.core.scan.Start;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Found;
import org.sluice.core.session.Message;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Problem.Severity;

/** What a sender lets a receiver list and read: where it begins, by the names that a manifest would have. Nothing outside its roots. */
public final class Offered {

    private static final byte[] NO_TARGET = {};

    private final List<Start> starts;

    /** All that lies at these and below. */
    public Offered(List<Start> starts) {
        this.starts = List.copyOf(starts);
    }

    /** Is told what there is. */
    interface Told {
        void found(List<Found> batch) throws InterruptedException;
    }

    private record Place(Root root, RelPath at, Entry entry) {

        private Found named(RelPath name) {
            return new Found(name, root, entry, NO_TARGET);
        }
    }

    private Optional<Place> find(RelPath path) throws IOException {
        for (Start start : starts) {
            if (path.startsWith(start.as()) && !Staging.leadsInto(path)) {
                RelPath at = start.at().resolve(path.below(start.as()));
                Optional<Entry> entry = start.root().find(at);
                if (entry.isPresent()) {
                    return Optional.of(new Place(start.root(), at, entry.get()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Tells of the entry at a path, by the empty path, and of what lies directly in it.
     *
     * @return why not of all
     */
    Optional<Unreadable> list(RelPath path, Told told) throws InterruptedException {
        try {
            Optional<Place> place = find(path);
            if (place.isPresent() && place.get().entry().isDirectory()) {
                told.found(List.of(place.get().named(RelPath.ROOT)));
            }
            if (path.isRoot()) {
                return top(told);
            }
            return place.isPresent()
                    ? look(new Start(place.get().root(), place.get().at(), RelPath.ROOT), told)
                    : Optional.of(new Unreadable(Severity.VANISHED, Unreadable.GONE));
        } catch (IOException | InvalidPathException e) {
            return Optional.of(unreadable(e));
        }
    }

    private Optional<Unreadable> top(Told told) throws IOException, InterruptedException {
        Optional<Unreadable> why = Optional.empty();
        for (Start start : starts) {
            Optional<Unreadable> next = Optional.empty();
            Optional<Entry> first = start.root().find(start.at());
            if (first.isEmpty()) {
                next = Optional.of(new Unreadable(Severity.VANISHED, Unreadable.GONE));
            } else if (start.as().isRoot() || !first.get().isDirectory()) {
                next = look(start, told);
            } else {
                told.found(List.of(new Place(start.root(), start.at(), first.get()).named(start.as())));
            }
            if (why.isEmpty()) {
                why = next;
            }
        }
        return why;
    }

    private static Optional<Unreadable> look(Start start, Told told) throws InterruptedException {
        EntryProblem[] first = new EntryProblem[1];
        boolean complete = Scanner.look(start, new ScanListener() {
            @Override
            public void found(List<Found> batch) throws InterruptedException {
                told.found(batch);
            }

            @Override
            public void problems(List<EntryProblem> batch) {
                if (first[0] == null) {
                    first[0] = batch.getFirst();
                }
            }
        });
        return complete && first[0] == null
                ? Optional.empty()
                : Optional.of(new Unreadable(first[0].severity(), first[0].path() + ": " + first[0].reason()));
    }

    /** The answer to a request. */
    Message.ReadResponse read(Message.ReadRequest request) {
        try (Arena arena = Arena.ofConfined()) {
            Place place = find(request.path())
                    .orElseThrow(() -> new NoSuchFileException(request.path().toString()));
            MemorySegment room = arena.allocate(request.length());
            int length;
            try (FileHandle file = place.root().open(place.at(), OpenMode.READ)) {
                length = file.read(request.offset(), room);
            }
            Entry now = place.root()
                    .find(place.at())
                    .orElseThrow(() -> new NoSuchFileException(request.path().toString()));
            return new Message.ReadResponse(
                    request.number(),
                    room.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE),
                    now.size(),
                    now.metadata().modified(),
                    Optional.empty());
        } catch (IOException | InvalidPathException e) {
            return new Message.ReadResponse(
                    request.number(), new byte[0], 0, Instant.EPOCH, Optional.of(unreadable(e)));
        }
    }

    private static Unreadable unreadable(Exception cause) {
        return cause instanceof IOException e
                ? Unreadable.of(e, "reading")
                : new Unreadable(Severity.FAILED, "its path is too long");
    }
}
