package org.sluice.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.core.Condition;
import org.sluice.core.StreamDouble;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;

class StreamLinkTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final StreamLink.Pace CALM = new StreamLink.Pace(LONG, LONG, LONG);

    private final AtomicInteger silences = new AtomicInteger();
    private StreamDouble stream = StreamDouble.open();
    private Optional<StreamLink> opened = Optional.empty();

    private StreamLink link(StreamLink.Pace pace) {
        opened = Optional.of(new StreamLink(
                stream,
                () -> {
                    silences.incrementAndGet();
                    stream.close();
                },
                pace));
        return opened.get();
    }

    private static StreamLink.Pace pace(long pingMillis, long silenceMillis) {
        return new StreamLink.Pace(
                Duration.ofMillis(1), Duration.ofMillis(pingMillis), Duration.ofMillis(silenceMillis));
    }

    @AfterEach
    void close() {
        opened.ifPresent(StreamLink::close);
    }

    private static byte[] frame(byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static byte[] frame(Message message) {
        return frame(MessageCodec.encode(message));
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(6)
                .putInt(length)
                .putShort((short) MessageCodec.PING)
                .array();
    }

    @Test
    void messages_come_in_the_order_they_were_sent_until_the_peer_finishes() throws Exception {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        Samples.all().forEach(message -> frames.writeBytes(frame(message)));
        stream.arrive(frames.toByteArray()).end();
        StreamLink link = link(CALM);

        List<String> heard = new ArrayList<>();
        for (Optional<Message> next = link.next(); next.isPresent(); next = link.next()) {
            heard.add(next.get().getClass().getSimpleName());
        }

        assertEquals(
                Samples.all().stream().map(m -> m.getClass().getSimpleName()).toList(), heard);
    }

    @Test
    void messages_are_sent_in_the_order_they_were_posted_and_then_the_stream_is_finished() throws Exception {
        StreamLink link = link(CALM);

        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int round = 0; round < 500; round++) {
            Samples.all().forEach(message -> {
                link.post(message);
                frames.writeBytes(frame(message));
            });
        }
        link.finish();

        assertTrue(stream.finished());
        assertEquals(ByteBuffer.wrap(frames.toByteArray()), ByteBuffer.wrap(stream.sent()));
    }

    @Test
    void a_message_that_may_be_skipped_is() throws Exception {
        stream.arrive(frame(new byte[] {0, 99, 1, 2, 3})).arrive(frame(new Message.WantEnd()));

        assertEquals(Optional.of(new Message.WantEnd()), link(CALM).next());
    }

    @Test
    void the_longest_frame_is_taken() throws Exception {
        byte[] body = new byte[StreamLink.FRAME_LIMIT];
        body[1] = 99;
        stream.arrive(frame(body)).arrive(frame(new Message.WantEnd()));

        assertEquals(Optional.of(new Message.WantEnd()), link(CALM).next());
    }

    @Test
    void a_frame_over_the_limit_is_refused_before_it_has_come() {
        for (int length : new int[] {StreamLink.FRAME_LIMIT + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1}) {
            stream = StreamDouble.open().arrive(length(length));
            StreamLink link = link(CALM);

            assertThrows(ProtocolException.class, link::next, () -> "a frame of " + length + " bytes was taken");
            link.close();
        }
    }

    @Test
    void a_stream_that_ends_within_a_frame_is_broken() {
        byte[] frame = frame(new Message.Progress(1, 2));
        for (int length = 1; length < frame.length; length++) {
            stream = StreamDouble.open()
                    .arrive(ByteBuffer.allocate(length).put(frame, 0, length).array())
                    .end();
            StreamLink link = link(CALM);

            assertThrows(EOFException.class, link::next);
            link.close();
        }
    }

    @Test
    void a_peer_that_says_nothing_is_taken_for_gone() {
        StreamLink link = link(pace(3_600_000, 20));

        assertThrows(SilentPeerException.class, link::next);
        assertEquals(1, silences.get());
    }

    @Test
    void a_peer_that_takes_nothing_while_nobody_listens_is_taken_for_gone() throws Exception {
        stream = StreamDouble.full();
        StreamLink link = link(pace(3_600_000, 20));

        link.post(new Message.WantEnd());

        Condition.met("the peer is taken for gone", () -> silences.get() == 1);
    }

    @Test
    void a_connection_that_breaks_is_not_a_silent_peer() {
        StreamLink link = link(CALM);
        stream.close();

        IOException broken = assertThrows(IOException.class, link::next);
        assertFalse(broken instanceof SilentPeerException);
    }

    @Test
    void a_peer_is_not_taken_for_gone_while_nobody_listens_to_it() throws Exception {
        link(pace(2, 5));

        Condition.met("many pings have been sent", () -> stream.sent().length > 20 * frame(new Message.Ping()).length);

        assertEquals(0, silences.get());
        // a control: with the same pace it is, once somebody listens
        assertThrows(SilentPeerException.class, opened.orElseThrow()::next);
    }

    @Test
    void a_ping_is_sent_when_it_is_time() throws Exception {
        link(pace(1, 3_600_000));

        Condition.met("three pings have been sent", () -> stream.sent().length >= 3 * frame(new Message.Ping()).length);
    }

    /** Says, as the peer on a stream that replaces another, how many frames it has heard. */
    private static byte[] count(long frames) {
        return ByteBuffer.allocate(Long.BYTES).putLong(frames).array();
    }

    private static Message progress(long entries) {
        return new Message.Progress(entries, 0);
    }

    @Test
    void a_link_goes_on_by_another_stream_and_says_again_what_was_not_heard() throws Exception {
        StreamDouble first = stream.arrive(frame(progress(1)));
        StreamDouble second =
                StreamDouble.open().arrive(count(2)).arrive(frame(progress(2))).end();
        StreamLink link = link(CALM);
        link.renewable(cause -> second, CALM);
        for (long entries = 10; entries < 15; entries++) {
            link.post(progress(entries));
        }
        assertEquals(Optional.of(progress(1)), link.next());
        Condition.met("all was sent", () -> first.sent().length == 5 * frame(progress(10)).length);
        first.breakOff();

        assertEquals(Optional.of(progress(2)), link.next());

        ByteArrayOutputStream again = new ByteArrayOutputStream();
        again.writeBytes(count(1));
        for (long entries = 12; entries < 15; entries++) {
            again.writeBytes(frame(progress(entries)));
        }
        Condition.met(
                "the last three are said again",
                () -> ByteBuffer.wrap(second.sent()).equals(ByteBuffer.wrap(again.toByteArray())));
        assertEquals(Optional.empty(), link.next());
    }

    @Test
    void a_listener_that_is_interrupted_has_lost_no_stream() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        StreamLink link = link(CALM);
        link.renewable(
                cause -> {
                    renewals.incrementAndGet();
                    throw cause;
                },
                CALM);

        Thread.currentThread().interrupt();
        assertThrows(IOException.class, link::next);

        assertTrue(Thread.interrupted());
        assertEquals(0, renewals.get());
        stream.arrive(frame(progress(1)));
        assertEquals(Optional.of(progress(1)), link.next());
    }

    @Test
    void a_link_that_cannot_be_renewed_ends_with_its_stream() {
        StreamLink link = link(CALM);
        stream.breakOff();

        assertThrows(IOException.class, link::next);
    }

    @Test
    void what_was_posted_last_is_said_again_although_the_link_has_finished() throws Exception {
        StreamDouble second = StreamDouble.open().arrive(count(0)).end();
        StreamLink link = link(CALM);
        link.renewable(cause -> second, CALM);
        link.post(progress(7));
        link.finish();
        stream.breakOff();

        assertEquals(Optional.empty(), link.next());

        Condition.met("it is said again, and finished", second::finished);
        assertEquals(
                ByteBuffer.wrap(frame(progress(7))),
                ByteBuffer.wrap(second.sent(), 8, second.sent().length - 8).slice());
    }

    @Test
    void a_peer_is_told_what_was_heard_so_that_it_need_not_keep_it() throws Exception {
        for (int i = 0; i < 64; i++) {
            stream.arrive(frame(progress(i)));
        }
        StreamLink link = link(CALM);
        link.renewable(cause -> stream, CALM);
        for (int i = 0; i < 64; i++) {
            link.next();
        }

        Condition.met(
                "it is told",
                () -> ByteBuffer.wrap(stream.sent()).equals(ByteBuffer.wrap(frame(MessageCodec.heard(64)))));
    }

    @Test
    void a_peer_that_never_says_what_it_has_heard_takes_no_memory_without_end() {
        Replay replay = new Replay();
        byte[] frame = new byte[1 << 20];
        long kept = 0;
        while (replay.add(frame)) {
            kept += frame.length;
            assertTrue(kept <= Replay.MOST_BYTES, "it keeps more and more");
        }

        assertEquals(0, replay.all().length);
    }

    @Test
    void a_peer_that_says_what_it_has_heard_is_kept_up_with_whatever_is_said() throws Exception {
        Replay replay = new Replay();
        byte[] frame = new byte[1 << 20];
        for (int count = 1; count <= 200; count++) {
            assertTrue(replay.add(frame));
            replay.heard(count);
        }
    }

    @Test
    void a_peer_that_has_heard_more_than_was_said_breaks_the_protocol() {
        stream.arrive(frame(MessageCodec.heard(1)));
        StreamLink link = link(CALM);
        link.renewable(cause -> stream, CALM);

        assertThrows(ProtocolException.class, link::next);
    }

    @Test
    void a_peer_that_is_silent_is_looked_for_elsewhere() throws Exception {
        StreamDouble second =
                StreamDouble.open().arrive(count(0)).arrive(frame(progress(1))).end();
        StreamLink link = link(pace(3_600_000, 200));
        link.renewable(cause -> second, pace(3_600_000, 200));

        assertEquals(Optional.of(progress(1)), link.next());
        assertTrue(silences.get() > 0);
    }

    @Test
    void silence_is_told_once_however_long_the_connection_takes_to_end() throws Exception {
        StreamDouble second =
                StreamDouble.open().arrive(count(0)).arrive(frame(progress(1))).end();
        AtomicInteger told = new AtomicInteger();
        StreamLink link = new StreamLink(stream, told::incrementAndGet, pace(1, 100));
        opened = Optional.of(link);
        link.renewable(cause -> second, pace(1, 100));
        FutureTask<Integer> toldUntilItEnded = new FutureTask<>(() -> {
            Condition.met("the peer is silent", () -> told.get() > 0);
            int sent = stream.sent().length;
            int pings = 100 * frame(new Message.Ping()).length;
            Condition.met("many a tick has passed", () -> stream.sent().length > sent + pings);
            int times = told.get();
            stream.close();
            return times;
        });
        Thread.ofVirtual().start(toldUntilItEnded);

        assertEquals(Optional.of(progress(1)), link.next());
        assertEquals(1, toldUntilItEnded.get());
    }
}
