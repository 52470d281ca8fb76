package org.sluice.core;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.Hasher;
import org.sluice.core.lane.Standing;
import org.sluice.core.path.Answered;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.LaneStream;
import org.sluice.core.path.Paths;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.swap.Once;
import org.sluice.data.BufferPool;

/**
 * The lanes of one half of a session, started when there is work. One whose stream breaks goes on by another, where the session survives
 * that; so does one whose transport spoils what it carries, or hangs.
 */
abstract sealed class StreamLanes permits OpenedLanes, TakenLanes {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLanes.class);

    /** Between a stream that broke and the next, so that a peer which breaks every one costs nothing. */
    private static final Duration BREATH = Duration.ofMillis(50);

    /** How often is looked whether lanes stand still. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Between two attempts to have one more lane go by another way. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** Works on a stream until its end. */
    interface Lane {

        /**
         * Works.
         *
         * @return whether there may be more to do, by another stream
         * @throws IOException when the stream breaks
         */
        boolean run(LaneStream stream, Hasher hasher, BufferPool buffers) throws IOException, InterruptedException;
    }

    private final Paths paths;
    private final boolean lasting;
    private final Hasher hasher;
    private final BufferPool buffers;
    private final Map<LaneStream, Thread> underway = new LinkedHashMap<>();
    private final Map<String, LaneStream> finished = new LinkedHashMap<>();
    private int most;

    StreamLanes(Paths paths, Hasher hasher, BufferPool buffers) {
        this.paths = paths;
        this.lasting = paths.lasting();
        this.hasher = hasher;
        this.buffers = buffers;
    }

    static StreamLanes of(Lanes lanes, Hasher hasher, BufferPool buffers) {
        return switch (lanes.paths()) {
            case Dialled paths -> new OpenedLanes(paths, lanes, hasher, buffers);
            case Answered paths -> new TakenLanes(paths, lanes.bounds().most(), hasher, buffers);
        };
    }

    /** So much more is to be moved. */
    abstract void add(long files, long bytes);

    /** Starts the lanes that the work at hand asks for and that do not run yet; {@code owed} says of a receiver whether anything has yet to come. */
    abstract void start(Crew crew, Lane lane, BooleanSupplier owed);

    /** All lanes that there are stand still: one more goes by another way, if there is one, which shows whose fault that is. */
    abstract void tryAnother(Crew crew, Lane lane) throws IOException, InterruptedException;

    /**
     * Something has yet to come though all lanes have ended: the sender had it in one that hung, and nothing else to do for the others. One more
     * lane looks whether it is to be had by now.
     */
    abstract void fetch(Crew crew, Lane lane);

    /** How many there were at most at a time. */
    final synchronized int most() {
        return most;
    }

    final synchronized void running(int lanes) {
        most = Math.max(most, lanes);
    }

    /**
     * Works on one stream; whether there may be more to do.
     *
     * @param replaced what follows, in another thread, when the calling one is left behind in the transport
     */
    final boolean run(LaneStream stream, Lane lane, Crew crew, Runnable replaced)
            throws IOException, InterruptedException {
        Thread thread = Thread.currentThread();
        crew.mayLeave(stream::forsake);
        try (stream) {
            boolean more = lane(stream, lane, thread, crew, replaced);
            finished(stream);
            return more && lasting;
        } catch (GarbledLaneException e) {
            if (!lasting || !paths.wrong(stream.scheme(), String.valueOf(e.getMessage()))) {
                throw e;
            }
            LOG.debug("a lane carries what was not sent", e);
            return true;
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            if (!lasting || crew.isLeft(thread)) {
                throw e;
            }
            LOG.debug("a lane breaks", e);
            Thread.sleep(BREATH);
            return true;
        } finally {
            crew.stays();
            ended(stream);
        }
    }

    private boolean lane(LaneStream stream, Lane lane, Thread thread, Crew crew, Runnable replaced)
            throws IOException, InterruptedException {
        begun(stream, thread);
        Once next = new Once(() -> {
            crew.leave(thread, stream.scheme());
            ended(stream);
            stream.close();
            if (lasting) {
                replaced.run();
            } else {
                crew.fail(new IOException("the transport " + stream.scheme() + " hangs"));
            }
        });
        stream.onForsaken(left -> {
            if (left == thread) {
                next.run();
            }
        });
        return lane.run(stream, hasher, buffers);
    }

    private synchronized void begun(LaneStream stream, Thread thread) {
        underway.put(stream, thread);
    }

    private synchronized void finished(LaneStream stream) {
        finished.put(stream.scheme(), stream);
    }

    private synchronized void ended(LaneStream stream) {
        underway.remove(stream);
    }

    /** Looks, until the crew ends, whether lanes stand still. */
    final void watch(Crew crew, Lane lane, BooleanSupplier owed) {
        if (lasting) {
            crew.start("lane-watch", () -> look(crew, lane, owed));
        }
    }

    private void look(Crew crew, Lane lane, BooleanSupplier owed) throws IOException, InterruptedException {
        Standstill standstill = new Standstill();
        long tried = System.nanoTime() - AGAIN.toNanos();
        while (true) {
            Thread.sleep(LOOK);
            if (isLeftAlone(owed)) {
                fetch(crew, lane);
            }
            List<Standstill.Lane> now = lanes(owed);
            Optional<Standstill.Lane> fault = standstill.look(now, System.nanoTime());
            if (fault.isPresent() && paths.wrong(fault.get().scheme(), "it stands still, and others do not")) {
                LOG.debug("{} is at fault", fault.get());
            } else if (System.nanoTime() - tried >= AGAIN.toNanos() && standstill.isTotal(now, System.nanoTime())) {
                tried = System.nanoTime();
                tryAnother(crew, lane);
            }
        }
    }

    /** Whether something has yet to come, and no lane is there to bring it. */
    private synchronized boolean isLeftAlone(BooleanSupplier owed) {
        return underway.isEmpty() && owed.getAsBoolean();
    }

    private synchronized List<Standstill.Lane> lanes(BooleanSupplier owed) {
        boolean more = !underway.isEmpty() && owed.getAsBoolean();
        List<Standstill.Lane> all = new ArrayList<>();
        underway.forEach((stream, thread) -> all.add(lane(stream, thread, more)));
        finished.values().stream()
                .filter(stream -> !underway.containsKey(stream))
                .forEach(stream ->
                        all.add(new Standstill.Lane(stream, stream.scheme(), stream.bytes(), false, false, true)));
        return all;
    }

    /** A receiver that is owed something does not know whether a lane by which nothing comes is to bring it. */
    private static Standstill.Lane lane(LaneStream stream, Thread thread, boolean owed) {
        Standing standing = stream.standing();
        boolean heldUp = switch (standing) {
            case IDLE -> owed && !stream.isLeaving();
            case WORKING -> stream.holds(thread);
            case AWAITING -> true;
        };
        return new Standstill.Lane(stream, stream.scheme(), stream.bytes(), heldUp, standing == Standing.IDLE, false);
    }
}
