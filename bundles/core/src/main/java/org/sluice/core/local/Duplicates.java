package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.KnownFile;
import org.sluice.core.known.Copies.Copy;
import org.sluice.core.lane.WorkQueue;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Files large enough for chunks that were copied whole, so that their copies are known when their sources are. For many threads. */
final class Duplicates {

    /** More are not noted. */
    private static final int MOST = 1 << 14;

    private record Duplicate(Root source, RelPath path, Entry from, RelPath to) {}

    private final ConcurrentLinkedQueue<Duplicate> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** A file was copied as it was. */
    void add(Pair pair, Item item, Entry from) {
        if (from.size() > WorkQueue.SMALL && FileKey.of(from).isPresent() && count.getAndIncrement() < MOST) {
            all.add(new Duplicate(
                    pair.source(),
                    pair.from().resolve(item.name()),
                    from,
                    pair.to().resolve(item.as())));
        }
    }

    /** Those that have their names, and whose sources have not changed. */
    List<Copy> landed(Root root) throws IOException {
        Path directory = root.directory().toAbsolutePath();
        List<Copy> copies = new ArrayList<>();
        for (Duplicate each : all) {
            Optional<FileKey> from = key(each.source(), each.path());
            Optional<FileKey> to = key(root, each.to());
            if (from.isPresent()
                    && to.isPresent()
                    && from.equals(FileKey.of(each.from()))
                    && to.get().size() == from.get().size()
                    && to.get().modified().equals(from.get().modified())) {
                copies.add(new Copy(from.get(), new KnownFile(directory, each.to(), to.get())));
            }
        }
        return copies;
    }

    private static Optional<FileKey> key(Root root, RelPath path) throws IOException {
        return root.find(path).flatMap(FileKey::of);
    }
}
