package org.sluice.core.local;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

/** What other directories ({@code --link-dest}) have of entries that the destination lacks. */
final class Basis {

    private final LocalRun run;
    private final Worker worker;
    private final OpenPair open;

    /**
     * A counterpart.
     *
     * @param in the directory
     * @param path of the entry, below the destination
     * @param bits how it differs, as {@link Difference} has it
     */
    record Found(LinkDest in, RelPath path, int bits) {

        boolean isSame() {
            return bits == Difference.NONE;
        }
    }

    Basis(LocalRun run, Worker worker, OpenPair open) {
        this.run = run;
        this.worker = worker;
        this.open = open;
    }

    /** The first that is the same, else the first of the same kind. */
    Optional<Found> find(Item item) throws IOException {
        Optional<Found> first = Optional.empty();
        if (item.there().isPresent()) {
            return first;
        }
        for (LinkDest each : run.linkDests()) {
            RelPath to = open.pair().to().resolve(item.as());
            Optional<Entry> there =
                    each.find(to).filter(entry -> entry.kind() == item.from().kind());
            if (there.isPresent()) {
                Found found = new Found(each, to, difference(item, each, to, there.get()));
                if (found.isSame()) {
                    return Optional.of(found);
                }
                first = first.or(() -> Optional.of(found));
            }
        }
        return first;
    }

    private int difference(Item item, LinkDest in, RelPath to, Entry there) throws IOException {
        int bits = run.keeping().difference(item.from(), there);
        RelPath path = in.base().resolve(to);
        if (run.aspects().compared()) {
            bits |= run.aspects().difference(open.source(), item.name(), in.common(), path);
        }
        return isSame(item, in, path, there, bits) ? bits : bits | Difference.CONTENT;
    }

    private boolean isSame(Item item, LinkDest in, RelPath path, Entry there, int bits) throws IOException {
        return switch (item.from().kind()) {
            case DIRECTORY -> true;
            case FILE ->
                !run.checksums()
                        || !Difference.has(bits, Difference.SIZE)
                                && worker.content().of(open.source(), item.name(), in.common(), path, there.size());
            case SYMLINK ->
                Arrays.equals(open.source().readLink(item.name()), in.common().readLink(path));
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> item.from().device() == there.device();
        };
    }
}
