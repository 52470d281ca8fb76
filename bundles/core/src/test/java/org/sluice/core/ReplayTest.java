package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.core.ReplayedPeer.Strange;
import org.sluice.core.session.Message;
import org.sluice.core.session.Message.Direction;
import org.sluice.core.session.UnknownMessageException;
import org.sluice.transfer.TransferException.Reason;

/** This version with each that was recorded, in every role, by the bytes that it said; with what nobody knows between them, too. */
@Timeout(60)
class ReplayTest {

    private static final List<String> VERSIONS = List.of("0.1.0.SNAPSHOT-20261122");
    private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789));
    private static final int LARGE = 300_000;
    private static final int CHANGED = 70_000;
    private static final int OPTIONAL = 0x006f;
    private static final int CRITICAL = 0x806f;

    @TempDir
    Path folder;

    private int halves;

    /** What was recorded. */
    private enum Session {
        /** A small file, a large one and a link. */
        PUSH,
        /** The large one again, after a byte in its second chunk has changed. */
        PUSH_CHANGED,
        /** Directories with a large file. */
        PULL;

        private String file() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A session that is replayed.
     *
     * @param replayed whether the initiator is the one that was recorded
     */
    record Case(String version, Session session, boolean replayed) {

        private Transcript transcript() {
            return Transcript.read(version + "/" + session.file());
        }

        /** Whether this version sends. */
        private boolean sends() {
            return (session == Session.PULL) == replayed;
        }

        @Override
        public String toString() {
            return version + " as the " + (replayed ? "initiator" : "responder") + " of " + session;
        }
    }

    static Stream<Case> all() {
        return VERSIONS.stream()
                .flatMap(version -> Stream.of(Session.values())
                        .flatMap(session -> Stream.of(true, false).map(role -> new Case(version, session, role))));
    }

    private static byte[] content(int size, boolean changed) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i / 1000 + (changed && i == CHANGED ? 1 : 0));
        }
        return content;
    }

    private static void write(Path file, byte[] content, long later) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(TIME.toInstant().plusSeconds(later)));
    }

    /** What this version begins with. */
    private Path directory(Case replay) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("half" + halves++));
        boolean changed = replay.session() == Session.PUSH_CHANGED;
        if (replay.sends() && replay.session() == Session.PULL) {
            write(directory.resolve("d/e/file"), content(LARGE, false), 0);
        } else if (replay.sends()) {
            write(directory.resolve("small"), content(3000, false), 0);
            write(directory.resolve("large"), content(LARGE, changed), changed ? 1 : 0);
            Files.createSymbolicLink(directory.resolve("link"), Path.of("small"));
        } else if (changed) {
            write(directory.resolve("large"), content(LARGE, false), 0);
        }
        return directory;
    }

    private Message.Done run(Case replay, Path directory, ReplayedPeer peer) throws Exception {
        try (OurHalf ours = new OurHalf(folder.resolve("home"), directory)) {
            if (replay.replayed()) {
                return ours.respond(peer.connection());
            }
            return switch (replay.session()) {
                case PUSH -> ours.initiate(peer.connection(), Direction.PUSH, "", true, "small", "large", "link");
                case PUSH_CHANGED -> ours.initiate(peer.connection(), Direction.PUSH, "", true, "large");
                case PULL -> ours.initiate(peer.connection(), Direction.PULL, "d", false);
            };
        }
    }

    private static void assertArrived(Case replay, Path directory, Message.Done score) throws IOException {
        long files = replay.session() == Session.PUSH ? 2 : 1;
        assertEquals(files, score.counts().files(), score::toString);
        assertEquals(0, score.counts().failed() + score.counts().vanished(), score::toString);
        if (!replay.sends()) {
            Path large = directory.resolve(replay.session() == Session.PULL ? "d/e/file" : "large");
            assertArrayEquals(content(LARGE, replay.session() == Session.PUSH_CHANGED), Files.readAllBytes(large));
        }
        if (replay.session() == Session.PUSH_CHANGED) {
            assertEquals(LARGE - (64 << 10), score.counts().reusedBytes(), score::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void it_is_understood(Case replay) throws Exception {
        Path directory = directory(replay);
        try (ReplayedPeer peer = new ReplayedPeer(replay.transcript(), replay.replayed(), Optional.empty())) {
            Message.Done score = run(replay, directory, peer);
            peer.await();
            assertArrived(replay, directory, score);
        }
    }

    private static byte[] unknown(int type) {
        return ByteBuffer.allocate(6 + 3)
                .putInt(2 + 3)
                .putShort((short) type)
                .put(new byte[] {8, 1, 7})
                .array();
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_nobody_knows_and_may_be_skipped_changes_nothing_whenever_it_comes(Case replay) throws Exception {
        Transcript transcript = replay.transcript();
        for (int frame = 0; frame < ReplayedPeer.frames(transcript, replay.replayed()); frame++) {
            Path directory = directory(replay);
            Optional<Strange> strange = Optional.of(new Strange(frame, unknown(OPTIONAL)));
            try (ReplayedPeer peer = new ReplayedPeer(transcript, replay.replayed(), strange)) {
                Message.Done score = run(replay, directory, peer);
                peer.await();
                assertArrived(replay, directory, score);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_nobody_knows_and_must_not_be_skipped_ends_the_session_whenever_it_comes(Case replay) throws Exception {
        Transcript transcript = replay.transcript();
        for (int frame = 0; frame < ReplayedPeer.frames(transcript, replay.replayed()); frame++) {
            Path directory = directory(replay);
            Optional<Strange> strange = Optional.of(new Strange(frame, unknown(CRITICAL)));
            try (ReplayedPeer peer = new ReplayedPeer(transcript, replay.replayed(), strange)) {
                UnknownMessageException unknown = assertThrows(
                        UnknownMessageException.class, () -> run(replay, directory, peer), "before " + frame);
                peer.await();

                assertEquals(
                        Reason.INCOMPATIBLE,
                        Conversation.explain(unknown, "the peer").reason());
                assertNamesBoth(frame, String.valueOf(unknown.getMessage()));
                assertEquals(1, peer.errors().size(), "before " + frame);
                assertNamesBoth(frame, peer.errors().getFirst());
            }
        }
    }

    private static void assertNamesBoth(int frame, String message) {
        String other = frame == 0 ? "a peer that has not said hello" : "sluice 0.1.0.SNAPSHOT (protocol 1)";
        assertTrue(message.contains(other + " sends message 111"), message);
        assertTrue(message.contains("which sluice today (protocol 1) does not know"), message);
    }
}
