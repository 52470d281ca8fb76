package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has somebody look at a folder whenever something happens there, and now and then besides. */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** What ends at once does without watching. */
    private static final Duration BEFORE_FIRST = Duration.ofMillis(300);

    /** A jar that is being copied, a plugin that is starting, a folder that cannot be watched. */
    private static final Duration SOON = Duration.ofMillis(250);

    /** What nobody tells of: {@code plugin.trust}, and file systems of other machines. */
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

    private static final long TO_END_MILLIS = 5_000;

    /** Who looks. */
    interface Looking {

        /** Whether it wants to look again soon. */
        boolean look() throws InterruptedException;
    }

    private final Path folder;
    private final Looking looking;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Watcher(Path folder, Looking looking) {
        this.folder = folder;
        this.looking = looking;
        thread = Thread.ofPlatform().daemon().name("plugins").start(this::watch);
    }

    static Watcher start(Path folder, Looking looking) {
        return new Watcher(folder, looking);
    }

    private void watch() {
        try {
            if (!closed.await(BEFORE_FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
                watchFolder();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // It is over.
        }
    }

    private void watchFolder() throws InterruptedException {
        try (WatchService service = folder.getFileSystem().newWatchService()) {
            Optional<WatchKey> key = Optional.empty();
            while (closed.getCount() > 0) {
                if (key.isEmpty() || !key.get().isValid()) {
                    key = register(service);
                }
                boolean soon = looking.look();
                Duration pause = soon || key.isEmpty() ? SOON : NOW_AND_THEN;
                Optional<WatchKey> told = Optional.ofNullable(service.poll(pause.toMillis(), TimeUnit.MILLISECONDS));
                told.ifPresent(Watcher::drain);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be watched: {}; what changes there is noticed late", folder, e.toString());
            while (!closed.await(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
                looking.look();
            }
        }
    }

    /** What happened does not matter: all of the folder is looked at. */
    private static void drain(WatchKey key) {
        key.pollEvents();
        key.reset();
    }

    private Optional<WatchKey> register(WatchService service) throws IOException {
        return Files.isDirectory(folder)
                ? Optional.of(folder.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE))
                : Optional.empty();
    }

    void end() throws InterruptedException {
        closed.countDown();
        thread.interrupt();
        thread.join(TO_END_MILLIS);
    }
}
