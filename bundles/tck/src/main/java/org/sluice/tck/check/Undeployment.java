package org.sluice.tck.check;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/** A transport whose bundle is stopped in full use: each call that waits has to end, and to say so by an IOException. */
final class Undeployment {

    private static final int STREAMS = 4;
    private static final int BUSY_NANOS = 500_000_000;

    private final Map<String, FutureTask<Object>> calls = new LinkedHashMap<>();

    /** Stops a bundle. */
    interface Stop {
        void run() throws Exception;
    }

    /**
     * Keeps {@code transport} busy while {@code stop} is run.
     *
     * @return what was wrong then, one clause for each; none when all was well
     */
    static List<String> of(Transport transport, Stop stop) throws Exception {
        Undeployment busy = new Undeployment();
        busy.begin(Peers.connected(transport));
        return busy.end(stop);
    }

    private void begin(Peers peers) throws Exception {
        for (int i = 0; i < STREAMS; i++) {
            FutureTask<Stream> arriving = started("arrive", peers.far()::accept);
            Stream sending = peers.near().open();
            arriving.get(Limits.CALL, TimeUnit.SECONDS);
            call("send in stream " + i, () -> sendForEver(sending));
            call("receive in stream " + i, () -> sending.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1]))));
        }
        call("accept of the listener", peers.listener()::accept);
        call("accept of the initiator's connection", peers.near()::accept);
        call("accept of the responder's connection", peers.far()::accept);
        LockSupport.parkNanos(BUSY_NANOS);
    }

    private static Object sendForEver(Stream stream) throws IOException {
        Source source = new Source.Memory(MemorySegment.ofArray(new byte[64 * 1024]));
        while (true) {
            stream.send(source);
        }
    }

    private void call(String what, Callable<Object> call) {
        calls.put(what, started(what, call));
    }

    private static <T> FutureTask<T> started(String name, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("undeployment-" + name).start(task);
        return task;
    }

    private List<String> end(Stop stop) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        FutureTask<Object> stopped = started("stop", () -> {
            stop.run();
            return "stopped";
        });
        outcome(stopped, deadline())
                .filter(how -> !how.equals("returned"))
                .ifPresent(how -> wrong.add("stopping it " + how));
        long together = deadline();
        calls.forEach((what, call) -> outcome(call, together)
                .filter(how -> !how.equals(IOException.class.getSimpleName()))
                .ifPresent(how -> wrong.add(what + " " + how)));
        return wrong;
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(Limits.CALL);
    }

    private static Optional<String> outcome(FutureTask<?> call, long deadline) {
        try {
            call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return Optional.of("returned");
        } catch (TimeoutException e) {
            call.cancel(true);
            return Optional.of("has not returned within " + Limits.CALL + " s");
        } catch (ExecutionException e) {
            return e.getCause() instanceof IOException
                    ? Optional.of(IOException.class.getSimpleName())
                    : Optional.of("threw " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was not waited for");
        }
    }
}
