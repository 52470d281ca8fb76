package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Deadline;

/** The streams of a root socket that is none: what they take, give and refuse. */
class InbandTest {

    private static final int PART = 16 * 1024;

    private final EmbeddedChannel root = new EmbeddedChannel();
    private final List<Stream> arrived = new ArrayList<>();
    private final Inband responder = new Inband(root, false, arrived::add);

    /** Begins a record that is never whole, and goes on with it for as many messages. */
    private int sent(int stream, int messages) throws IOException {
        int sent = 0;
        for (; sent < messages; sent++) {
            byte[] bytes = new byte[PART];
            if (sent == 0) {
                bytes[0] = 0x7f;
            }
            try {
                responder.on(new RootMessage.Data(stream, Unpooled.wrappedBuffer(bytes)));
            } catch (IOException refused) {
                return sent;
            }
        }
        return sent;
    }

    private static long received(Stream stream, int most) throws IOException {
        return stream.receive(new Sink.Memory(MemorySegment.ofArray(new byte[most])));
    }

    private List<RootMessage> said() {
        root.runPendingTasks();
        List<RootMessage> said = new ArrayList<>();
        for (RootMessage message = root.readOutbound(); message != null; message = root.readOutbound()) {
            said.add(message);
        }
        return said;
    }

    @Test
    void a_stream_that_nobody_receives_from_takes_a_window_or_two_and_its_peer_may_send_no_more() throws IOException {
        responder.on(new RootMessage.Begin(1));

        int sent = sent(1, 10_000);

        assertTrue(sent * PART <= 4 * Window.FIRST, sent + " messages were taken");
    }

    @Test
    void a_stream_that_is_received_from_goes_on_while_another_is_stalled() throws IOException {
        responder.on(new RootMessage.Begin(1));
        responder.on(new RootMessage.Begin(3));
        sent(1, 2);
        assertTrue(sent(3, 2) == 2);

        for (int i = 0; i < 1000; i++) {
            received(arrived.getLast(), PART);
            root.runPendingTasks();
            responder.on(new RootMessage.Data(3, Unpooled.wrappedBuffer(new byte[PART])));
        }

        assertTrue(said().stream()
                .anyMatch(message -> message instanceof RootMessage.Credit credit && credit.stream() == 3));
    }

    @Test
    void streams_beyond_the_most_are_refused_until_one_is_let_go_of() throws IOException {
        for (int i = 0; i < Inband.MOST; i++) {
            responder.on(new RootMessage.Begin(2 * i + 1));
        }
        int next = 2 * Inband.MOST + 1;
        assertEquals(List.of(), said());

        responder.on(new RootMessage.Begin(next));
        assertEquals(List.of(new RootMessage.Release(next)), said());

        arrived.getFirst().close();
        responder.on(new RootMessage.Begin(next + 2));
        assertEquals(List.of(new RootMessage.Release(1)), said());
        assertEquals(Inband.MOST + 1, arrived.size());
    }

    @Test
    void a_number_that_is_not_the_next_is_refused_and_so_is_what_belongs_to_no_stream() throws IOException {
        responder.on(new RootMessage.Begin(5));

        assertThrows(IOException.class, () -> responder.on(new RootMessage.Begin(5)));
        assertThrows(IOException.class, () -> responder.on(new RootMessage.Begin(8)));
        assertThrows(IOException.class, () -> responder.on(new RootMessage.Begin(-1)));
        assertThrows(IOException.class, () -> responder.on(new RootMessage.Credit(7, 1)));
        assertThrows(IOException.class, () -> responder.on(new RootMessage.Release(2)));
    }

    @Test
    void what_comes_late_for_a_stream_that_was_let_go_of_is_left_alone() throws IOException {
        responder.on(new RootMessage.Begin(1));
        arrived.getFirst().close();

        assertEquals(List.of(new RootMessage.Release(1)), said());
        assertEquals(3, sent(1, 3));
    }

    @Test
    void credit_without_end_is_refused() throws IOException {
        responder.on(new RootMessage.Begin(1));
        responder.on(new RootMessage.Credit(1, Integer.MAX_VALUE - Window.FIRST));

        assertThrows(IOException.class, () -> responder.on(new RootMessage.Credit(1, 1)));
        assertThrows(IOException.class, () -> responder.on(new RootMessage.Credit(1, -1)));
    }

    @Test
    void no_more_is_sent_than_there_is_credit_for_and_what_is_missing_follows_it() throws IOException {
        Stream ours = responder.open(new Deadline());
        assertEquals(List.of(new RootMessage.Begin(2)), said());
        assertTrue(responder.isUsed());
        int length = 3 * Window.FIRST;
        ours.send(new Source.Memory(MemorySegment.ofArray(new byte[length])));

        int sent = sizes(said());
        assertTrue(sent < Window.FIRST && sent > Window.FIRST / 2, sent + " bytes at first");

        responder.on(new RootMessage.Credit(2, 1 << 20));
        sent += sizes(said());
        assertTrue(sent >= length, sent + " bytes in the end");
    }

    private static int sizes(List<RootMessage> said) {
        int sum = 0;
        for (RootMessage message : said) {
            RootMessage.Data data = (RootMessage.Data) message;
            sum += data.bytes().writerIndex();
        }
        return sum;
    }
}
