package org.sluice.chunks.index;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform thread with a connection of its own, since SQLite's calls hold their thread: who asks is parked. What it finds
 * damaged it has replaced. What cannot be answered is answered with nothing.
 */
final class Desk implements AutoCloseable {

    /** What is asked of the database. */
    interface Question<T> {
        T of(Database database) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int MOST_REPAIRS = 3;

    private final IndexFile file;
    private final Runnable replaced;
    private final ScheduledThreadPoolExecutor thread;

    // Touched by the thread alone.
    private Optional<IndexFile.Opened> opened = Optional.empty();
    private Optional<IndexFile.Identity> last = Optional.empty();
    private boolean complained;

    /** @param replaced is told when the database is another than before */
    Desk(String name, IndexFile file, Runnable replaced) {
        this.file = file;
        this.replaced = replaced;
        thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Opens the database now, so that what is wrong with the folder is told. */
    void open() throws IOException {
        try {
            thread.submit(this::current).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io
                    ? io
                    : new IOException(
                            file + " cannot be opened: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while opening " + file, e);
        }
    }

    /** The answer; empty when there is none, and when the caller is interrupted. */
    <T> Optional<T> ask(Question<T> question) {
        try {
            Future<Optional<T>> answer = thread.submit(() -> answer(question));
            return answer.get();
        } catch (RejectedExecutionException closed) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Asks later, without waiting. */
    void later(long millis, Runnable what) {
        try {
            thread.schedule(what, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.trace("closed meanwhile");
        }
    }

    /** Answers on this desk's own thread. */
    <T> Optional<T> answer(Question<T> question) {
        for (int repairs = 0; ; repairs++) {
            try {
                T answer = question.of(current().database());
                complained = false;
                return Optional.of(answer);
            } catch (SQLException e) {
                if (!Damage.isIn(e) || repairs == MOST_REPAIRS || !isRepaired(e)) {
                    return complain(e);
                }
            } catch (IOException e) {
                return complain(e);
            }
        }
    }

    private IndexFile.Opened current() throws SQLException, IOException {
        if (opened.isPresent() && file.isCurrent(opened.get())) {
            return opened.get();
        }
        letGo();
        IndexFile.Opened fresh = file.open();
        opened = Optional.of(fresh);
        if (!last.equals(Optional.of(fresh.identity()))) {
            last.ifPresent(before -> replaced.run());
            last = Optional.of(fresh.identity());
        }
        return fresh;
    }

    private boolean isRepaired(SQLException why) {
        Optional<IndexFile.Opened> damaged = opened;
        letGo();
        try {
            if (damaged.isPresent()) {
                file.replace(damaged.get(), why);
            }
            return true;
        } catch (SQLException | IOException e) {
            complain(e);
            return false;
        }
    }

    private <T> Optional<T> complain(Exception e) {
        if (!complained) {
            complained = true;
            LOG.warn("the index of chunks {} cannot be used, so it knows less: {}", file, e.getMessage());
        }
        LOG.debug("{}", file, e);
        return Optional.empty();
    }

    private void letGo() {
        try {
            if (opened.isPresent()) {
                opened.get().database().close();
            }
        } catch (SQLException e) {
            LOG.debug("closing {}", file, e);
        }
        opened = Optional.empty();
    }

    /** Ends the thread, after what was asked before. */
    @Override
    public void close() {
        try {
            thread.execute(() -> {
                letGo();
                thread.shutdown();
            });
        } catch (RejectedExecutionException closed) {
            LOG.trace("closed before");
        }
        awaitEnd();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
