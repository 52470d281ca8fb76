package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Pacer;

class TurnsTest {

    private static final int PIECE = 128 * 1024;
    private static final double MEGABYTE = 1e6;

    private final EmbeddedChannel connection = new EmbeddedChannel();
    private final EmbeddedChannel one = new EmbeddedChannel();
    private final EmbeddedChannel other = new EmbeddedChannel();
    private int handed;
    private final Turns turns = new Turns(connection.eventLoop(), () -> handed++);
    private final Carrier byOne = turns.carrier(one);
    private final Carrier byOther = turns.carrier(other);

    TurnsTest() {
        connection.freezeTime();
    }

    private static ByteBuf piece(int length) {
        return Unpooled.buffer(length).writeZero(length);
    }

    /** Bytes that have reached the library meanwhile. */
    private static long taken(EmbeddedChannel stream) {
        long bytes = 0;
        for (ByteBuf slice = stream.readOutbound(); slice != null; slice = stream.readOutbound()) {
            bytes += slice.readableBytes();
            slice.release();
        }
        return bytes;
    }

    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            connection.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            connection.runScheduledPendingTasks();
        }
    }

    private static Future<?> write(Carrier carrier, ByteBuf piece) {
        Future<?> written = carrier.write(piece);
        carrier.flush();
        return written;
    }

    @Test
    void without_a_bound_it_goes_at_once() {
        assertTrue(write(byOne, piece(PIECE)).isSuccess());

        assertEquals(PIECE, taken(one));
        assertEquals(1, handed);
    }

    @Test
    void under_a_bound_both_get_half_of_it() {
        turns.bound(MEGABYTE);
        write(byOne, piece(PIECE));
        write(byOther, piece(PIECE));

        pass(100);

        long byFirst = taken(one);
        long bySecond = taken(other);
        assertEquals(0.1 * MEGABYTE, byFirst + bySecond, 15_000);
        assertEquals(byFirst, bySecond, 15_000);
    }

    @Test
    void a_piece_has_left_when_all_of_it_has() {
        turns.bound(MEGABYTE);
        Future<?> written = write(byOne, piece(PIECE));

        pass(100);
        assertFalse(written.isDone());

        pass(100);
        assertTrue(written.isSuccess());
        assertEquals(PIECE, taken(one));
    }

    @Test
    void a_word_does_not_wait_for_other_streams_and_not_before_its_own() {
        turns.bound(MEGABYTE);
        write(byOne, piece(PIECE));

        assertTrue(write(byOther, piece(10)).isSuccess());
        assertFalse(write(byOne, piece(10)).isDone());
    }

    @Test
    void when_the_bound_goes_nobody_waits() {
        turns.bound(MEGABYTE);
        write(byOne, piece(PIECE));
        Future<?> last = write(byOne, piece(PIECE));

        turns.bound(Pacer.UNBOUNDED);

        assertTrue(last.isSuccess());
        assertEquals(2 * PIECE, taken(one));
    }

    @Test
    void who_was_late_makes_up_for_a_little() {
        turns.bound(MEGABYTE);
        write(byOne, piece(PIECE));
        pass(1);
        taken(one);

        connection.advanceTimeBy(1, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();

        assertTrue(taken(one) < 20_000);
    }

    @Test
    void what_waits_when_its_stream_ends_is_let_go() {
        turns.bound(MEGABYTE);
        ByteBuf piece = piece(PIECE);
        Future<?> written = write(byOne, piece);
        write(byOther, piece(PIECE));

        one.close();
        one.runPendingTasks();
        pass(300);

        assertTrue(written.isDone() && !written.isSuccess());
        assertEquals(0, piece.refCnt());
        assertEquals(PIECE, taken(other));
    }
}
