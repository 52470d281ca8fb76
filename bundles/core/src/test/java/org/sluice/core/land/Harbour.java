package org.sluice.core.land;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.Condition;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Placed;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.Undone;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** The landing side of a session, without a peer: places a manifest and lands all contents that are wanted. */
class Harbour implements LandingListener {

    final Set<Long> landed = ConcurrentHashMap.newKeySet();
    final Map<Long, String> failed = new ConcurrentHashMap<>();
    final Map<String, Placed> placed = new ConcurrentHashMap<>();
    final Set<Long> givenUp = ConcurrentHashMap.newKeySet();
    private final Root root;
    private final boolean setId;
    private volatile Optional<IOException> broken = Optional.empty();

    Harbour(Root root) {
        this(root, false);
    }

    Harbour(Root root, boolean setId) {
        this.root = root;
        this.setId = setId;
    }

    @Override
    public void landed(List<Long> ids) {
        landed.addAll(ids);
    }

    @Override
    public void failed(long id, String reason) {
        failed.put(id, reason);
    }

    @Override
    public void givenUp(long id) {
        givenUp.add(id);
    }

    @Override
    public void broken(IOException cause) {
        broken = Optional.of(cause);
    }

    /** Receives a tree from the first entry to the last sync. */
    List<Undone> receive(Cargo cargo) throws Exception {
        try (Staging staging = Staging.open(root)) {
            Landing landing = new Landing(root, staging, this);
            Destination destination = new Destination(root, RelPath.ROOT, Optional.empty());
            Placement placement = new Placement(destination, staging, landing, setId);
            Thread publisher = Thread.ofPlatform().start(() -> publish(landing));
            try {
                List<ManifestEntry> wanted = place(cargo, placement);
                for (ManifestEntry entry : wanted) {
                    land(entry, MemorySegment.ofArray(cargo.content(entry)), landing);
                }
                landing.allExpected();
                Condition.met(
                        "every file has landed or failed",
                        () -> broken.isPresent() || landed.size() + failed.size() == wanted.size());
                if (broken.isPresent()) {
                    throw broken.get();
                }
                return placement.settle();
            } finally {
                publisher.interrupt();
                publisher.join();
            }
        }
    }

    private static void publish(Landing landing) {
        try {
            landing.publish();
        } catch (InterruptedException ended) {
            // That is how it ends.
        }
    }

    private List<ManifestEntry> place(Cargo cargo, Placement placement) {
        List<ManifestEntry> wanted = new ArrayList<>();
        for (ManifestEntry entry : cargo.manifest()) {
            Placed result = placement.place(entry);
            placed.put(entry.path().toString(), result);
            if (result.verdict() == Verdict.WANTED) {
                wanted.add(entry);
            }
        }
        return wanted;
    }

    private static void land(ManifestEntry entry, MemorySegment content, Landing landing) throws IOException {
        if (entry.size() <= WorkQueue.SMALL) {
            landing.land(entry.id(), content);
            return;
        }
        for (long offset = 0; offset < entry.size(); offset += Chunk.SIZE) {
            int length = (int) Math.min(Chunk.SIZE, entry.size() - offset);
            Optional<Arriving> file = landing.begin(entry.id(), offset, length);
            if (file.isPresent()) {
                landing.write(file.get(), offset, content.asSlice(offset, length));
                landing.end(file.get(), Optional.of(new Hash(0, 0, 0, 0)));
            }
        }
    }
}
