package org.sluice.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.chunk.Hasher;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.compress.format.ZstdCompressor;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.buffer.SlabPool;
import org.sluice.core.buffer.Spare;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.dial.Reached;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.Destination;
import org.sluice.core.land.HashRoom;
import org.sluice.core.lane.LaneBounds;
import org.sluice.core.lane.Shelf;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.negotiate.BestCommon;
import org.sluice.core.path.Answered;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.Purpose;
import org.sluice.core.path.Redial;
import org.sluice.core.path.SetAside;
import org.sluice.core.progress.Meter;
import org.sluice.core.rate.Throttle;
import org.sluice.core.scan.Start;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.Link;
import org.sluice.core.session.Message;
import org.sluice.core.session.Message.Direction;
import org.sluice.core.wire.StreamLink;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferListener;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/** One half of a session as this version runs it, by a connection of the test's, from or into a directory. */
final class OurHalf implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Chunking SMALLEST = new Chunking(Chunking.SMALLEST);

    private final IoBackend backend = new NioBackend();
    private final Hasher hasher = new Blake3Scalar();
    private final ZstdCompressor zstd = new ZstdCompressor();
    private final SlabPool buffers = new SlabPool();
    private final Path home;
    private final Root root;

    OurHalf(Path home, Path directory) throws IOException {
        this.home = home;
        this.root = backend.root(directory);
    }

    private static Offer offer() {
        return new Offer(
                1,
                1,
                "sluice today",
                Map.of("hasher", List.of("blake3"), "compressor", List.of("zstd", "none")),
                Offers.capabilities(SMALLEST),
                new Limits(StreamLink.FRAME_LIMIT, 1));
    }

    /** Dials, and asks for what is at {@code path}; {@code sources} are what is pushed. */
    Message.Done initiate(Connection connection, Direction direction, String path, boolean slash, String... sources)
            throws Exception {
        Message.Request request = new Message.Request(direction, "in", RelPath.parse(path), slash, false);
        Redial none = () -> {
            throw new IOException("there is one connection only");
        };
        return initiate(connection, none, new NoContact(), request, sources);
    }

    /** The same, where there are other ways to the peer. */
    Message.Done initiate(
            Connection connection, Redial redial, Contact contact, Message.Request request, String... sources)
            throws Exception {
        Dialled paths = new Dialled(new Reached(new TransportDouble(), connection), redial, PATIENCE);
        try (InitiatedSession initiated = new InitiatedSession(
                Session.initiate(connection, paths, offer(), new BestCommon(), request), paths, contact)) {
            Session session = initiated.session();
            boolean single = initiated.acceptedForContents(decision -> {}).single();
            Message.Done score = request.direction() == Direction.PUSH
                    ? run(session, () -> send(session, initiated.link(), sources))
                    : run(
                            session,
                            () -> receive(session, initiated.link(), Destination.of(root, RelPath.ROOT, true, single)));
            initiated.leave();
            return score;
        }
    }

    /** Is dialled, and does what is asked for. */
    Message.Done respond(Connection connection) throws Exception {
        Stream control = connection.accept();
        if (Purpose.of(control) != Purpose.CONTROL) {
            throw new IOException("the first stream is for control");
        }
        try (Answered paths = new Answered(connection, PATIENCE, new SetAside(List::of));
                Session session = Session.respond(control, paths, offer(), new BestCommon())) {
            Message.Request request = session.request();
            session.accept(false);
            Message.Done score = request.direction() == Direction.PUSH
                    ? run(session, () -> receive(session, session.link(), destination(request)))
                    : run(
                            session,
                            () -> send(session, session.link(), request.path().toString()));
            session.awaitFarewell();
            return score;
        }
    }

    private Destination destination(Message.Request request) throws IOException {
        return Destination.of(root, request.path(), request.trailingSlash(), request.single());
    }

    private interface Half {
        Message.Done run() throws Exception;
    }

    /** As whoever runs a half tells its peer. */
    private static Message.Done run(Session session, Half half) throws Exception {
        try {
            return half.run();
        } catch (IOException | TransferException e) {
            session.fail(Conversation.explain(e, "the other"));
            throw e;
        }
    }

    private Message.Done send(Session session, Link link, String... sources) throws Exception {
        Chunking chunking = Offers.chunking(session.agreement());
        List<Start> starts = Arrays.stream(sources)
                .map(RelPath::parse)
                .map(path -> new Start(root, path, path.below(path.parent())))
                .toList();
        try (KnownChunks known = known(chunking);
                WorkQueue queue = new WorkQueue(chunking, new Shelf(Spare.of(buffers)))) {
            return new Sending(link, starts, queue, new Meter(), carriage(session, known)).run();
        }
    }

    private Message.Done receive(Session session, Link link, Destination destination) throws Exception {
        try (KnownChunks known = known(Offers.chunking(session.agreement()))) {
            return new Receiving(link, destination, backend.name(), false, new Meter(), carriage(session, known)).run();
        }
    }

    private KnownChunks known(Chunking chunking) {
        LateChunks late = new LateChunks(home, ChunkSettings.bounds(Map.of()));
        return new KnownChunks(late, hasher, chunking, backend, directory -> true, false);
    }

    private Carriage carriage(Session session, KnownChunks known) throws Exception {
        return new Carriage(
                new Lanes(
                        session.paths(),
                        new LaneBounds(1, 1),
                        known.chunking(),
                        Offers.seals(session.agreement()),
                        Throttle.NONE,
                        TransferListener.NONE),
                hasher,
                Optional.of(zstd),
                buffers,
                new HashRoom(),
                known,
                Offers.inChunks(session.agreement()),
                Offers.tellsChunks(session.agreement()));
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        buffers.close();
        root.close();
    }
}
