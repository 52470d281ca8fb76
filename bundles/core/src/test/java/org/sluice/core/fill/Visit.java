package org.sluice.core.fill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.Arriving;
import org.sluice.core.land.Destination;
import org.sluice.core.land.HashRoom;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Placement;
import org.sluice.core.land.Resumption;
import org.sluice.core.land.Staging;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** A session of a receiver that gets one file, without a peer; what is asked for comes, unless it breaks off before. */
final class Visit {

    static final String NAME = "file";

    private final Root root;
    private final byte[] content;
    private final Metadata metadata;
    private final Hasher filler;
    private final Set<Integer> sent = new TreeSet<>();
    private final BlockingQueue<Filled> done = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> landed = new LinkedBlockingQueue<>();
    private int chunksToCome = Integer.MAX_VALUE;
    private LateChunks kept = new LateChunks(Path.of("nowhere"), ChunkSettings.bounds(Map.of()));

    private record Filled(int chunks, List<Integer> missing) {}

    Visit(Root root, byte[] content, Metadata metadata) {
        this(root, content, metadata, new Sha256());
    }

    /** One that takes {@code filler}'s word for what is here. */
    Visit(Root root, byte[] content, Metadata metadata, Hasher filler) {
        this.root = root;
        this.content = content;
        this.metadata = metadata;
        this.filler = filler;
    }

    /** Breaks off after so many chunks. */
    Visit after(int chunks) {
        chunksToCome = chunks;
        return this;
    }

    /** Of a machine that keeps chunks. */
    Visit where(LateChunks chunks) {
        kept = chunks;
        return this;
    }

    static List<Hash> hashes(byte[] content) {
        List<Hash> hashes = new ArrayList<>();
        for (int number = 0; number < Chunking.USUAL.count(content.length); number++) {
            hashes.add(new Sha256().hash(chunk(content, number)));
        }
        return hashes;
    }

    private static MemorySegment chunk(byte[] content, int number) {
        return MemorySegment.ofArray(content)
                .asSlice(Chunking.USUAL.offset(number), Chunking.USUAL.length(content.length, number));
    }

    /** Runs; the numbers of the chunks that had to come. */
    Set<Integer> run() throws Exception {
        Filling filling = filling();
        try (Staging staging = Staging.open(root);
                Landing landing = new Landing(
                        root,
                        staging,
                        new Landed(),
                        Optional.of(new Resumption(
                                staging.partials(),
                                new Sha256().name(),
                                Chunking.USUAL,
                                filling,
                                new HashRoom().lease())))) {
            Placement placement =
                    new Placement(new Destination(root, RelPath.ROOT, Optional.empty()), staging, landing, false);
            ManifestEntry entry =
                    new ManifestEntry(1, RelPath.parse(NAME), EntryKind.FILE, content.length, metadata, new byte[0]);
            Verdict verdict = placement.place(entry).verdict();
            landing.removeDropped(new Rescue(root, known()));
            landing.allExpected();
            if (verdict == Verdict.UNCHANGED) {
                return sent;
            }
            boolean whole =
                    verdict == Verdict.WANTED ? deliver(landing, all()) : deliver(landing, fill(landing, filling));
            if (whole) {
                Thread publisher = Thread.ofPlatform().start(() -> publish(landing));
                assertEquals(1L, landed.poll(60, TimeUnit.SECONDS));
                publisher.interrupt();
                publisher.join();
                placement.settle();
            }
            return sent;
        }
    }

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int number = 0; number < Chunking.USUAL.count(content.length); number++) {
            all.add(number);
        }
        return all;
    }

    private KnownChunks known() {
        return new KnownChunks(kept, filler, Chunking.USUAL, new NioBackend(), directory -> true, false);
    }

    private Filling filling() {
        return new Filling(
                root,
                filler,
                new HeapBuffers(),
                known(),
                (id, chunks, missing, bytes) -> done.add(new Filled(chunks, missing)));
    }

    private List<Integer> fill(Landing landing, Filling filling) throws InterruptedException {
        List<Hash> hashes = hashes(content);
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                filling.run(landing);
            } catch (IOException broken) {
                throw new AssertionError(broken);
            } catch (InterruptedException ended) {
                // That is how it ends.
            }
        });
        filling.add(1, 0, hashes);
        List<Integer> missing = new ArrayList<>();
        for (int decided = 0; decided < hashes.size(); ) {
            Filled filled = done.poll(60, TimeUnit.SECONDS);
            decided += filled.chunks();
            missing.addAll(filled.missing());
        }
        worker.interrupt();
        worker.join();
        landing.ask(1, missing);
        return missing;
    }

    private boolean deliver(Landing landing, List<Integer> numbers) throws IOException {
        for (int number : numbers) {
            if (chunksToCome-- == 0) {
                return false;
            }
            long offset = Chunking.USUAL.offset(number);
            MemorySegment chunk = chunk(content, number);
            Arriving file = landing.begin(1, offset, (int) chunk.byteSize()).orElseThrow();
            landing.write(file, offset, chunk);
            landing.end(file, Optional.of(new Sha256().hash(chunk)));
            sent.add(number);
        }
        return true;
    }

    private static void publish(Landing landing) {
        try {
            landing.publish();
        } catch (InterruptedException ended) {
            // That is how it ends.
        }
    }

    private final class Landed implements LandingListener {

        @Override
        public void landed(List<Long> ids) {
            landed.addAll(ids);
        }

        @Override
        public void failed(long id, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void givenUp(long id) {
            throw new AssertionError(id);
        }

        @Override
        public void broken(IOException cause) {
            throw new AssertionError(cause);
        }
    }
}
