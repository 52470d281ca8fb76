package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.core.StreamDouble;
import org.sluice.core.WatchedRoot;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Unreadable;
import org.sluice.io.RelPath;
import org.sluice.transfer.Problem.Severity;

/** What holds of lanes, held by those in clear, whose files the kernel sends. */
class ClearLaneTest extends LaneTest {

    @Override
    StreamDouble stream() {
        return StreamDouble.clear();
    }

    private interface Change {
        void of(Path file) throws Exception;
    }

    /** A file to which something happens when it has been hashed and is about to be sent. */
    private void offerChanging(String name, Change change) throws Exception {
        offer(name, LARGE, WatchedRoot.of(real, new WatchedRoot.Watch() {

            private boolean changed;

            @Override
            public Object call(WatchedRoot.Call call) throws java.io.IOException {
                if (call.name().equals("file.source") && !changed) {
                    changed = true;
                    try {
                        change.of(directory.resolve(name));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
                return open.call(call);
            }

            @Override
            public void closed(RelPath path) {
                open.closed(path);
            }
        }));
    }

    @Test
    void a_file_that_changes_between_hashing_and_sending_is_given_up_alone() throws Exception {
        offer("a", LARGE);
        offerChanging("overwritten", file -> Files.write(file, new byte[LARGE]));
        offerChanging("shorter", file -> Files.write(file, new byte[1000]));
        offerChanging("removed", Files::delete);
        offer("z", LARGE);

        assertArrives(send(), "a", "z");
        assertEquals(Set.of("overwritten", "shorter", "removed"), undeliverable.keySet());
        assertEquals(Set.of(new Unreadable(Severity.VANISHED, Unreadable.CHANGED)), Set.copyOf(undeliverable.values()));
    }

    @Test
    void a_file_that_is_not_what_was_hashed_fails_at_the_receiver_alone_where_nobody_could_tell_before()
            throws Exception {
        offer("a", LARGE);
        offer("b", LARGE);
        byte[] sent = send();
        sent[sent.length - LARGE / 2] ^= 1;

        Arrivals arrivals = Arrivals.of(StreamDouble.clear().arrive(sent).end(), offered, buffers, terms());

        assertEquals(Set.of("a"), arrivals.landed().keySet());
        assertEquals(List.of(2L), arrivals.givenUp());
        assertEquals(Map.of(), undeliverable);
        assertThrows(ProtocolException.class, () -> Arrivals.of(sent, offered, buffers), "nor is it encrypted");
    }
}
