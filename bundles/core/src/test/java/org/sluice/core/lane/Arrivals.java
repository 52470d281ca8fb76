package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sluice.core.Condition;
import org.sluice.core.StreamDouble;
import org.sluice.core.land.Destination;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Placement;
import org.sluice.core.land.Staging;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.CompressorDouble;
import org.sluice.core.squeeze.Expansion;
import org.sluice.data.BufferPool;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/**
 * What becomes of the bytes of a lane.
 *
 * @param landed contents by name
 * @param givenUp ids in ascending order
 */
record Arrivals(Map<String, byte[]> landed, List<Long> givenUp) {

    /** Receives a lane's bytes, which are not sealed, in a destination of its own. */
    static Arrivals of(byte[] sent, List<SourceFile> expected, BufferPool buffers) throws Exception {
        return of(StreamDouble.open().arrive(sent).end(), expected, buffers, new LaneTerms(false, false));
    }

    /** As the other, of any stream; files that fail at this end are given up, too. */
    static Arrivals of(StreamDouble stream, List<SourceFile> expected, BufferPool buffers, LaneTerms terms)
            throws Exception {
        Path directory = Files.createTempDirectory("arrivals");
        try (Root root = new NioBackend().root(directory)) {
            List<Long> givenUp = receive(root, stream, expected, buffers, terms);
            Map<String, byte[]> landed = new TreeMap<>();
            for (SourceFile file : expected) {
                Path path = directory.resolve(file.name().toString());
                if (Files.exists(path)) {
                    landed.put(file.name().toString(), Files.readAllBytes(path));
                }
            }
            return new Arrivals(landed, givenUp);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<Long> receive(
            Root root, StreamDouble stream, List<SourceFile> expected, BufferPool buffers, LaneTerms terms)
            throws Exception {
        Set<Long> settled = ConcurrentHashMap.newKeySet();
        List<Long> givenUp = new ArrayList<>();
        LandingListener listener = new LandingListener() {
            @Override
            public void landed(List<Long> ids) {
                settled.addAll(ids);
            }

            @Override
            public void failed(long id, String reason) {
                assertTrue(stream.inClear(), id + " " + reason);
                givenUp(id);
            }

            @Override
            public void givenUp(long id) {
                givenUp.add(id);
                settled.add(id);
            }

            @Override
            public void broken(IOException cause) {
                throw new AssertionError(cause);
            }
        };
        try (Staging staging = Staging.open(root);
                Landing landing = new Landing(root, staging, listener)) {
            Destination destination = new Destination(root, RelPath.ROOT, Optional.empty());
            Placement placement = new Placement(destination, staging, landing, false);
            Thread publisher = Thread.ofPlatform().start(() -> publish(landing));
            try {
                expected.forEach(file -> placement.place(announced(file)));
                landing.allExpected();
                new ReceiveLane(
                                stream,
                                landing,
                                new HasherDouble(),
                                buffers,
                                new Unseen(),
                                new Expansion(Optional.of(new CompressorDouble())),
                                terms)
                        .run();
                Condition.met("all has landed or is given up", () -> settled.size() == expected.size());
                placement.settle();
            } finally {
                publisher.interrupt();
                publisher.join();
            }
        }
        return givenUp.stream().sorted().toList();
    }

    private static ManifestEntry announced(SourceFile file) {
        return new ManifestEntry(
                file.id(),
                file.name(),
                file.entry().kind(),
                file.size(),
                file.entry().metadata(),
                new byte[0]);
    }

    private static void publish(Landing landing) {
        try {
            landing.publish();
        } catch (InterruptedException ended) {
            // That is how it ends.
        }
    }

    /** Nobody looks at what moves. */
    static final class Unseen implements ReceiveLane.Arrival {
        @Override
        public void moving(RelPath destination) {}

        @Override
        public void moved(long bytes) {}
    }
}
