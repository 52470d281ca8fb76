package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.data.Sink;
import org.sluice.transport.Connection;

/** Streams for contents: what may be in clear, and how files go. */
abstract class TransportContentsRules extends TransportWaitingRules {

    @Test
    void contents_travel_in_clear_only_where_both_peers_allow_it_and_nothing_else_ever_does() throws Exception {
        for (int allowing = 0; allowing < 4; allowing++) {
            initiatorAllows.clear();
            responderAllows.clear();
            if ((allowing & 1) != 0) {
                initiatorAllows.add(responder.identity());
            }
            if ((allowing & 2) != 0) {
                responderAllows.add(initiator.identity());
            }
            Connected peers = connected();
            for (boolean initiatorOpens : new boolean[] {true, false}) {
                Connection near = initiatorOpens ? peers.initiator() : peers.responder();
                Connection far = initiatorOpens ? peers.responder() : peers.initiator();

                Opened contents = contents(near, far);

                contents.near().send(Bytes.text("contents"));
                assertEquals("contents", Bytes.text(contents.far(), 8));
                assertEquals(contents.near().inClear(), contents.far().inClear(), "both ends know");
                if (allowing < 3) {
                    assertFalse(contents.near().inClear(), "allowed by " + allowing);
                }
                assertFalse(closedLater(near.open()).inClear());
                assertFalse(closedLater(far.accept()).inClear());
            }
        }
    }

    @Test
    void regions_of_files_are_sent_and_filled_by_streams_for_contents(@TempDir Path directory) throws Exception {
        contentsMayBeClear();
        long seed = System.nanoTime();
        Connected peers = connected();
        Opened stream = contents(peers.initiator(), peers.responder());
        try (FileDouble from = FileDouble.in(directory.resolve("from"));
                FileDouble to = FileDouble.in(directory.resolve("to"))) {
            from.write(seed, 9_000_000);

            Call<Void> sending = Call.running(() -> {
                stream.near().send(Bytes.text("before"));
                stream.near().send(from.source(1_000, 8_500_000));
                stream.near().send(from.source(0, 1));
                stream.near().send(Bytes.text("after"));
                stream.near().finish();
            });
            String before = Bytes.text(stream.far(), 6);
            long received = stream.far().receive(to.sink(77, 8_500_000));
            String more = Bytes.text(stream.far(), 10);

            sending.result();
            assertEquals("before", before);
            assertEquals(8_500_000, received);
            to.check(77, seed, 1_000, 8_500_000);
            assertEquals("after", more.substring(1));
        }
    }

    @Test
    void a_stream_that_sends_files_goes_on_with_zeros_where_one_has_become_shorter(@TempDir Path directory)
            throws Exception {
        contentsMayBeClear();
        Connected peers = connected();
        Opened stream = contents(peers.initiator(), peers.responder());
        assumeTrue(stream.near().sendsFiles(), "files pass through memory");
        try (FileDouble from = FileDouble.in(directory.resolve("from"))) {
            from.write(1, 300_000);
            MemorySegment room = MemorySegment.ofArray(new byte[3_000_000]);
            Call<Void> sending = Call.running(() -> {
                assertThrows(EOFException.class, () -> stream.near().send(from.source(0, room.byteSize())));
                stream.near().send(Bytes.text("more"));
                stream.near().finish();
            });

            assertEquals(room.byteSize(), stream.far().receive(new Sink.Memory(room)));
            assertEquals("more", Bytes.text(stream.far(), 4));

            sending.result();
            Bytes.check(room.asSlice(0, 300_000), 1, 0);
            for (long at = 300_000; at < room.byteSize(); at++) {
                assertEquals(0, room.get(ValueLayout.JAVA_BYTE, at), "the byte at " + at);
            }
        }
    }
}
