package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Connection;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;

/** How things end: cleanly, or not, and never one in the guise of the other. */
abstract class TransportEndingRules extends TransportSequenceRules {

    /** More than is ever on its way: a sender that got rid of so many would go on for ever, and keep a processor from the other tests. */
    private static final long ENDLESS = 1L << 30;

    @Test
    void a_stream_let_go_before_it_was_finished_is_an_error_and_no_end() throws Exception {
        Opened stream = stream();
        Call<String> receiving = Call.of(() -> Bytes.text(stream.far(), 100)).parked();
        stream.near().send(Bytes.text("half a sen"));

        stream.near().close();

        receiving.failure(IOException.class);
    }

    @Test
    void a_stream_let_go_before_it_was_finished_is_an_error_to_whoever_comes_later() throws Exception {
        Opened stream = stream();
        stream.near().send(Bytes.text("half a sen"));
        stream.near().close();

        Call<String> receiving = Call.of(() -> Bytes.text(stream.far(), 100));

        receiving.failure(IOException.class);
    }

    @Test
    void sending_to_a_peer_that_let_go_is_an_error() throws Exception {
        Opened stream = stream();
        Call<Void> sending = Call.running(() -> sendForEver(stream.near())).parked();

        stream.far().close();

        sending.failure(IOException.class);
    }

    @Test
    void finishing_and_receiving_to_the_end_at_both_ends_is_a_clean_end() throws Exception {
        Connected peers = connected();
        for (int i = 0; i < 50; i++) {
            Opened stream = stream(peers.initiator(), peers.responder());
            Call<Void> near = Call.running(() -> converse(stream.near()));
            Call<Void> far = Call.running(() -> converse(stream.far()));

            near.result();
            far.result();
        }
    }

    /** The last to receive may be slower than the other end is to close: it still gets everything. */
    private static void converse(Stream stream) throws IOException {
        stream.send(Bytes.text("good-bye"));
        stream.finish();
        assertEquals("good-bye", Bytes.text(stream, 9));
        stream.close();
    }

    @Test
    void a_stream_that_ends_either_way_leaves_the_others_alone() throws Exception {
        Connected peers = connected();
        Opened staying = stream(peers.initiator(), peers.responder());
        Opened ending = stream(peers.initiator(), peers.responder());
        Opened breaking = stream(peers.responder(), peers.initiator());

        Call<Void> far = Call.running(() -> converse(ending.far()));
        converse(ending.near());
        far.result();
        breaking.near().close();
        breaking.far().close();

        staying.near().send(Bytes.text("as before"));
        assertEquals("as before", Bytes.text(staying.far(), 9));
        stream(peers.responder(), peers.initiator());
    }

    @Test
    void closing_a_stream_wakes_its_calls_with_ClosedChannelException() throws Exception {
        Opened stream = stream();
        Call<String> receiving = Call.of(() -> Bytes.text(stream.near(), 1)).parked();
        Call<Void> sending = Call.running(() -> sendForEver(stream.near())).parked();

        stream.near().close();
        stream.near().close();

        receiving.failure(ClosedChannelException.class);
        sending.failure(ClosedChannelException.class);
        assertThrows(ClosedChannelException.class, () -> Bytes.text(stream.near(), 1));
        assertThrows(ClosedChannelException.class, () -> stream.near().send(Bytes.text("more")));
    }

    @Test
    void closing_a_connection_wakes_every_call_at_our_end_with_ClosedChannelException() throws Exception {
        Connected peers = connected();
        Opened stream = stream(peers.initiator(), peers.responder());
        Call<Stream> accepting = Call.of(peers.initiator()::accept).parked();
        Call<String> receiving = Call.of(() -> Bytes.text(stream.near(), 1)).parked();
        Call<Void> sending = Call.running(() -> sendForEver(stream.near())).parked();

        peers.initiator().close();
        peers.initiator().close();

        accepting.failure(ClosedChannelException.class);
        receiving.failure(ClosedChannelException.class);
        sending.failure(ClosedChannelException.class);
        assertThrows(ClosedChannelException.class, peers.initiator()::open);
        assertThrows(ClosedChannelException.class, peers.initiator()::accept);
    }

    @Test
    void closing_a_connection_ends_everything_at_the_other_end() throws Exception {
        for (boolean initiatorCloses : new boolean[] {true, false}) {
            Connected peers = connected();
            Connection closing = initiatorCloses ? peers.initiator() : peers.responder();
            Connection other = initiatorCloses ? peers.responder() : peers.initiator();
            Opened stream = stream(closing, other);
            Call<Stream> accepting = Call.of(other::accept).parked();
            Call<String> receiving = Call.of(() -> Bytes.text(stream.far(), 1)).parked();
            Call<Void> sending = Call.running(() -> sendForEver(stream.far())).parked();

            closing.close();

            accepting.failure(ClosedChannelException.class);
            receiving.failure(IOException.class);
            sending.failure(IOException.class);
            Condition.met(
                    "opening a stream fails",
                    () -> thrownBy(() -> other.open().close()).isPresent());
        }
    }

    @Test
    void what_was_finished_arrives_although_its_sender_closes_the_connection_then() throws Exception {
        Connected peers = connected();
        Opened stream = stream(peers.initiator(), peers.responder());
        stream.far().finish();
        assertEquals("", Bytes.text(stream.near(), 1));

        stream.near().send(Bytes.text("the result"));
        stream.near().finish();
        stream.near().close();
        peers.initiator().close();

        assertEquals("the result", Bytes.text(stream.far(), 100));
    }

    @Test
    void closing_a_listener_wakes_accept_with_ClosedChannelException() throws Exception {
        Listener listener = listen();
        Call<Connection> accepting = Call.of(listener::accept).parked();

        listener.close();
        listener.close();

        accepting.failure(ClosedChannelException.class);
        assertThrows(ClosedChannelException.class, listener::accept);
    }

    @Test
    void connections_already_accepted_outlive_their_listener() throws Exception {
        Listener listener = listen();
        Connected peers = connected(listener);
        Opened stream = stream(peers.initiator(), peers.responder());

        listener.close();

        stream.far().send(Bytes.text("still here"));
        assertEquals("still here", Bytes.text(stream.near(), 10));
    }

    /** Until it fails. */
    static void sendForEver(Stream stream) throws IOException {
        org.sluice.data.Source source =
                new org.sluice.data.Source.Memory(java.lang.foreign.MemorySegment.ofArray(new byte[64 * 1024]));
        for (long sent = 0; sent < ENDLESS; sent += source.length()) {
            stream.send(source);
        }
        throw new AssertionError("a stream that nobody reads takes " + ENDLESS + " bytes");
    }
}
