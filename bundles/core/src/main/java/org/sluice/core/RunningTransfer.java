package org.sluice.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.core.progress.Meter;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Message;
import org.sluice.core.swap.Once;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferResult;
import org.sluice.transfer.TransferStatus;

/** A transfer on a thread of its own. */
final class RunningTransfer implements Transfer {

    private static final AtomicLong COUNT = new AtomicLong();

    /** What runs: a session, from start to score. */
    interface Run {
        Ended run(Meter meter) throws Exception;
    }

    /**
     * How a session ended.
     *
     * @param counts exact
     * @param problems a sample
     * @param path how the bytes travelled
     */
    record Ended(Counts counts, List<Problem> problems, String path) {

        /** As the receiver of a session counts. */
        static Ended of(Message.Done score, String path) {
            return new Ended(
                    score.counts(),
                    score.problems().stream().map(EntryProblem::toProblem).toList(),
                    path);
        }
    }

    private final String id = Long.toString(COUNT.incrementAndGet());
    private final String peer;
    private final Meter meter = new Meter();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long started = System.nanoTime();
    private final Thread thread;
    private volatile Optional<TransferResult> result = Optional.empty();
    private volatile Optional<TransferException> failure = Optional.empty();

    /** Starts it; {@code peer} is named in errors. */
    RunningTransfer(String peer, Run run) {
        this.peer = peer;
        this.thread = Thread.ofPlatform().daemon().name("sluice-transfer-" + id).start(new Once(() -> execute(run)));
    }

    private void execute(Run run) {
        try {
            Ended end = run.run(meter);
            result = Optional.of(new TransferResult(
                    end.counts(), end.problems(), end.path(), Duration.ofNanos(System.nanoTime() - started)));
        } catch (Throwable thrown) {
            Exception e = Conversation.exception(thrown);
            failure = Optional.of(
                    Thread.currentThread().isInterrupted()
                            ? new TransferException(Reason.CANCELLED, "cancelled; repeat the command to resume", e)
                            : Conversation.explain(e, peer));
        } finally {
            meter.ended();
            ended.countDown();
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public TransferStatus status() {
        return meter.status();
    }

    @Override
    public TransferResult await() throws TransferException, InterruptedException {
        ended.await();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return result.orElseThrow();
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
