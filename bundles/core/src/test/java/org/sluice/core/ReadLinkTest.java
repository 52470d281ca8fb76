package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Hasher;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.core.buffer.SlabPool;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.Destination;
import org.sluice.core.land.HashRoom;
import org.sluice.core.lane.LaneBounds;
import org.sluice.core.path.Answered;
import org.sluice.core.path.SetAside;
import org.sluice.core.progress.Meter;
import org.sluice.core.rate.Throttle;
import org.sluice.core.read.Answering;
import org.sluice.core.read.Offered;
import org.sluice.core.scan.Start;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.Message;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferListener;

/** A receiver that reads what it wants, and a sender that answers it, each on its directory. */
@Timeout(60)
class ReadLinkTest {

    private static final int LARGE = (4 << 20) + 300_000;

    @TempDir
    Path folder;

    private final Mailbox<Message> questions = new Mailbox<>();
    private final Mailbox<Message> answers = new Mailbox<>();
    private final SlabPool buffers = new SlabPool();
    private Root from;
    private Root to;

    @BeforeEach
    void make() throws IOException {
        from = new NioBackend()
                .root(Files.createDirectories(folder.resolve("from/dir")).getParent());
        to = new NioBackend().root(Files.createDirectories(folder.resolve("to")));
        byte[] content = new byte[LARGE];
        new Random(5).nextBytes(content);
        Files.write(folder.resolve("from/large"), content);
        Files.writeString(folder.resolve("from/dir/small"), "small");
        Files.writeString(folder.resolve("from/dir/none"), "");
    }

    @AfterEach
    void close() throws IOException {
        questions.close();
        answers.close();
        from.close();
        to.close();
        buffers.close();
    }

    private interface Before {
        void posting(Message message) throws IOException;
    }

    private static Link link(Mailbox<Message> in, Mailbox<Message> out, Before before) {
        return new Link() {
            @Override
            public void post(Message message) {
                try {
                    before.posting(message);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                out.put(message);
            }

            @Override
            public void awaitRoom() throws InterruptedException {
                out.awaitRoom();
            }

            @Override
            public Optional<Message> next() throws InterruptedException {
                return in.take();
            }

            @Override
            public void finish() {
                out.close();
            }
        };
    }

    private FutureTask<Optional<Message.Done>> answer(Before before) {
        Offered offered = new Offered(List.of(new Start(from, RelPath.ROOT, RelPath.ROOT)));
        FutureTask<Optional<Message.Done>> task = new FutureTask<>(
                new Answering(link(questions, answers, before), offered, Throttle.NONE, bytes -> {})::run);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private Message.Done receive() throws Exception {
        Hasher hasher = new Blake3Scalar();
        LateChunks late = new LateChunks(folder.resolve("home"), ChunkSettings.bounds(Map.of()));
        try (ReplayedPeer nobody = new ReplayedPeer(new Transcript(List.of()), true, Optional.empty());
                Answered paths = new Answered(nobody.connection(), Duration.ZERO, new SetAside(List::of));
                KnownChunks known =
                        new KnownChunks(late, hasher, Chunking.USUAL, new NioBackend(), directory -> true, false);
                ReadLink link = new ReadLink(link(answers, questions, message -> {}), RelPath.ROOT)) {
            Carriage carriage = new Carriage(
                    new Lanes(paths, new LaneBounds(1, 1), Chunking.USUAL, true, Throttle.NONE, TransferListener.NONE),
                    hasher,
                    Optional.empty(),
                    buffers,
                    new HashRoom(),
                    known,
                    false,
                    false);
            Destination destination = Destination.of(to, RelPath.ROOT, true, false);
            return new Receiving(link, destination, "nio", false, new Meter(), carriage).run();
        }
    }

    @Test
    void all_that_is_offered_lands_and_the_sender_has_the_score() throws Exception {
        FutureTask<Optional<Message.Done>> sender = answer(message -> {});

        Message.Done score = receive();

        assertEquals(3, score.counts().files());
        assertEquals(LARGE + 5, score.counts().bytes());
        assertEquals(Optional.of(score), sender.get(10, TimeUnit.SECONDS));
        assertEquals(-1, Files.mismatch(folder.resolve("from/large"), folder.resolve("to/large")));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("from/dir/small")),
                Files.readAllBytes(folder.resolve("to/dir/small")));
    }

    @Test
    void files_that_change_or_go_after_they_were_listed_fail_alone() throws Exception {
        Files.writeString(folder.resolve("from/dir/gone"), "gone");
        boolean[] done = {false};
        answer(message -> {
            if (message instanceof Message.ReadResponse && !done[0]) {
                done[0] = true;
                Files.writeString(folder.resolve("from/large"), "shorter");
                Files.writeString(folder.resolve("from/dir/small"), "another");
                Files.delete(folder.resolve("from/dir/gone"));
            }
        });

        Message.Done score = receive();

        // What was read first may have been whole by then.
        assertTrue(score.counts().vanished() >= 2, score::toString);
        assertEquals(4, score.counts().vanished() + score.counts().files(), score::toString);
        for (EntryProblem problem : score.problems()) {
            assertEquals(Severity.VANISHED, problem.severity(), problem::toString);
            assertFalse(Files.exists(folder.resolve("to").resolve(problem.path().toString())), problem::toString);
        }
        assertTrue(Files.exists(folder.resolve("to/dir/none")));
    }

    @Test
    void what_the_sender_says_when_it_ends_the_session_is_told() {
        answers.put(new Message.Failure(Reason.CANCELLED, "enough"));

        TransferException told = assertThrows(TransferException.class, this::receive);

        assertEquals(Reason.CANCELLED, told.reason());
        assertTrue(told.getMessage().contains("enough"), told.getMessage());
    }

    @Test
    void a_sender_that_leaves_has_broken_off() {
        answers.close();

        assertThrows(EOFException.class, this::receive);
    }
}
