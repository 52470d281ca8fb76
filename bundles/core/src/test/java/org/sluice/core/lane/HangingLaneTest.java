package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.sluice.core.Cable;
import org.sluice.core.Condition;
import org.sluice.core.HangingStream;
import org.sluice.core.Line;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.core.dial.ContainedStream;
import org.sluice.core.dial.ForsakenException;
import org.sluice.transport.Stream;

/** Lanes whose thread hangs in their transport are left behind, and what they hold comes by others. */
class HangingLaneTest extends BreakingLanes {

    private static final Duration SOON = Duration.ofMillis(30);

    private final List<HangingStream> hanging = new ArrayList<>();
    private final List<Thread> stuck = new ArrayList<>();

    private Thread sending(SendLane lane) {
        return Thread.ofPlatform().start(() -> {
            try {
                lane.run();
            } catch (IOException | InterruptedException broken) {
                thrown.add(broken);
            }
        });
    }

    /** A stream that hangs after so many bytes, of a connection that knows what to do about it. */
    private ContainedStream hangingAfter(long bytes, Stream stream, List<ContainedConnection> connections)
            throws IOException {
        HangingStream wrong = new HangingStream(stream, bytes);
        hanging.add(wrong);
        ContainedConnection connection = new ContainedConnection("pigeon", new Line(wrong), SOON);
        connections.add(connection);
        return (ContainedStream) connection.openForContents();
    }

    /** Its lane's thread hangs in the transport, and is left behind when the connection has been closed. */
    private void leave(Thread thread, ContainedStream stream, ContainedConnection connection, Cable cable)
            throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        stream.onForsaken(who -> {
            if (who == thread) {
                left.countDown();
            }
        });
        hanging.getLast().awaitHanging();
        connection.close();
        Condition.met("it is left behind, or had not come to hang", () -> left.getCount() == 0 || !thread.isAlive());
        cable.near().close();
        stuck.add(thread);
    }

    private Round hangingSender(long bytes, boolean givenBack) {
        return (queue, landing) -> {
            Cable cable = Cable.lasting();
            List<ContainedConnection> connections = new ArrayList<>();
            ContainedStream near = hangingAfter(bytes, cable.near(), connections);
            SendLane lane = sender(near, queue, true);
            if (givenBack) {
                near.onForsaken(lane::forsaken);
            }
            Stream far = cable.far();
            Thread receiver = receiving(receiver(far, landing, true), far);
            leave(sending(lane), near, connections.getFirst(), cable);
            receiver.join();
        };
    }

    private Round hangingReceiver(long bytes) {
        return (queue, landing) -> {
            Cable cable = Cable.lasting();
            List<ContainedConnection> connections = new ArrayList<>();
            ContainedStream far = hangingAfter(bytes, cable.far(), connections);
            ReceiveLane lane = receiver(far, landing, true);
            Thread receiver = receiving(lane, far);
            far.onForsaken(who -> lane.forsaken());
            Thread sender = sending(sender(cable.near(), queue, true));
            leave(receiver, far, connections.getFirst(), cable);
            sender.join();
        };
    }

    private void allIsReleased() throws InterruptedException {
        hanging.forEach(HangingStream::release);
        for (Thread thread : stuck) {
            thread.join();
        }
        assertTrue(thrown.stream().anyMatch(e -> e instanceof ForsakenException), thrown::toString);
    }

    @Test
    void what_a_lane_holds_that_hangs_in_sending_comes_by_the_next_and_once() throws Exception {
        List<Round> rounds = new ArrayList<>();
        for (long bytes = 0; bytes < LARGE; bytes += 1_500_000) {
            rounds.add(hangingSender(bytes, true));
        }
        rounds.add(lasting());
        rounds.add((queue, landing) -> allIsReleased());
        transferBy(true, rounds);

        assertAllLandedOnce();
    }

    @Test
    void what_comes_by_a_lane_that_hangs_in_receiving_comes_by_the_next_and_once() throws Exception {
        List<Round> rounds = new ArrayList<>();
        for (long bytes = 0; bytes < LARGE; bytes += 1_500_000) {
            rounds.add(hangingReceiver(bytes));
        }
        rounds.add(lasting());
        rounds.add((queue, landing) -> allIsReleased());
        transferBy(true, rounds);

        assertAllLandedOnce();
    }

    @Test
    void the_buffers_of_one_that_hangs_are_not_used_by_others_until_it_returns() throws Exception {
        transferBy(
                true,
                List.of(
                        hangingReceiver(3_000_000),
                        lasting(),
                        (queue, landing) -> assertTrue(buffers.taken() > 0, "who hangs may still write there"),
                        (queue, landing) -> allIsReleased()));
    }

    @Test
    void if_nobody_gave_it_back_it_would_be_lost() throws Exception {
        transferBy(false, List.of(hangingSender(3_000_000, false), lasting()));
        int before = landed.size();
        assertTrue(before < files.size(), "the control lost nothing");
        allIsReleased();
    }
}
