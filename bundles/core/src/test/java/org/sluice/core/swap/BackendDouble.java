package org.sluice.core.swap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.sluice.core.WatchedRoot;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** A backend that knows what is open at it, and which calls were made; calls can be made to fail, or to wait. */
final class BackendDouble implements IoBackend {

    private final IoBackend real = new NioBackend();
    private final String name;
    private final List<String> open = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    BackendDouble(String name) {
        this.name = name;
    }

    /** What is open: roots by where they are, the first as {@code root}. */
    List<String> open() {
        return List.copyOf(open);
    }

    /** The calls that were made, but for those that open, close or tell who is who. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void failing(String call) {
        failing.add(call);
    }

    /** Calls of this name wait until the latch is down. */
    CountDownLatch holding(String call) {
        CountDownLatch latch = new CountDownLatch(1);
        held.put(call, latch);
        return latch;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<IoFeature> features() {
        return real.features();
    }

    @Override
    public Root root(Path directory) throws IOException {
        if (failing.contains("root")) {
            throw new IOException("fails");
        }
        open.add("root");
        return WatchedRoot.of(real.root(directory), new Watch());
    }

    private final class Watch implements WatchedRoot.Watch {

        @Override
        public Object call(WatchedRoot.Call call) throws IOException {
            switch (call.name()) {
                case "enter", "open" -> {
                    Object opened = call.proceed();
                    open.add(call.path().toString());
                    return opened;
                }
                default -> {
                    return made(call);
                }
            }
        }

        private Object made(WatchedRoot.Call call) throws IOException {
            boolean whichOne = call.name().equals("find") && isAsked();
            if (!whichOne) {
                calls.add(
                        call.name().equals("file.read") || call.name().equals("file.write")
                                ? call.name().substring("file.".length())
                                : call.name());
            }
            if (failing.contains(call.name())) {
                throw new IOException("fails");
            }
            if (!whichOne) {
                await(Optional.ofNullable(held.get(call.name())));
            }
            return call.proceed();
        }

        /** Whether core asks which file it is, and nobody else. */
        private boolean isAsked() {
            return StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().endsWith("LastingRoot")
                                    && frame.getMethodName().equals("id")));
        }

        private void await(Optional<CountDownLatch> latch) throws IOException {
            try {
                if (latch.isPresent()) {
                    latch.get().await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        @Override
        public void closed(RelPath path) {
            open.remove(path.toString());
        }

        @Override
        public void left(RelPath path) {
            open.remove(path.isRoot() ? "root" : path.toString());
        }
    }
}
