package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.fallback.NioBackend;

/** Transfers that end at any call to the destination, or in which any one call fails. */
class CrashTest {

    @TempDir
    private Path temporary;

    private int runs;

    private Trees fresh() throws Exception {
        Trees trees = new Trees(new NioBackend(), Files.createDirectory(temporary.resolve("run" + ++runs)));
        Trees.file(trees.source, "there/kept", "not changed");
        Trees.file(trees.source, "there/changed", "as it shall be, which is longer");
        Trees.file(trees.source, "there/new", "new in an old directory");
        Trees.file(trees.source, "top", "new, and of another length");
        Trees.file(trees.source, "fresh/one", "the first");
        Trees.file(trees.source, "fresh/deep/two", "the second");
        Trees.file(trees.source, "fresh/large", 5L << 20);
        Files.createSymbolicLink(trees.source.resolve("fresh/link"), Path.of("one"));
        Trees.settle(trees.source);
        Trees.file(trees.target, "there/kept", "not changed");
        Trees.file(trees.target, "there/changed", "as it was before");
        Trees.file(trees.target, "top", "old");
        return trees;
    }

    /** The n-th call and all after it fail, as if the process were killed before it. */
    private static WatchedRoot.Watch crash(AtomicInteger calls, int n) {
        return call -> {
            if (calls.incrementAndGet() >= n) {
                throw new IOException("crashed");
            }
            return call.proceed();
        };
    }

    private static WatchedRoot.Watch fault(AtomicInteger calls, int n) {
        return call -> {
            if (calls.incrementAndGet() == n) {
                throw new FileSystemException(call.path().toString(), null, "EIO");
            }
            return call.proceed();
        };
    }

    /** What is there, but for the staging folder: this process lives on, so that nobody takes it for abandoned. */
    private static Map<String, String> landed(Trees trees) throws IOException {
        Map<String, String> there = Trees.all(trees.target);
        there.keySet().removeIf(name -> name.startsWith(".sluice-staging"));
        return there;
    }

    private static String content(String entry) {
        return entry.substring(entry.lastIndexOf(' ') + 1);
    }

    /** Under final names there is what was there before or what shall be there, as a whole. */
    private static void assertWhole(Trees trees, Map<String, String> before) throws IOException {
        Map<String, String> wanted = Trees.all(trees.source);
        for (Map.Entry<String, String> there : Trees.all(trees.target).entrySet()) {
            String name = there.getKey();
            boolean file = there.getValue().startsWith("100");
            if (!file || name.startsWith(".sluice-staging")) {
                continue;
            }
            Set<String> allowed = Set.copyOf(java.util.stream.Stream.of(before.get(name), wanted.get(name))
                    .filter(java.util.Objects::nonNull)
                    .map(CrashTest::content)
                    .toList());
            assertTrue(allowed.contains(content(there.getValue())), name + " is " + there.getValue());
        }
    }

    @Test
    void whatever_call_is_the_last_only_whole_files_have_names_and_a_repeat_completes() throws Exception {
        AtomicInteger all = new AtomicInteger();
        fresh().watching(WatchedRoot.Call::proceed, crash(all, Integer.MAX_VALUE))
                .copy();

        for (int n = 1; n <= all.get() + 1; n++) {
            Trees trees = fresh();
            Map<String, String> before = Trees.all(trees.target);
            trees.watching(WatchedRoot.Call::proceed, crash(new AtomicInteger(), n));
            try {
                trees.copy();
            } catch (IOException crashed) {
                // That is what was wanted.
            }
            assertWhole(trees, before);
            trees.watching(WatchedRoot.Call::proceed, WatchedRoot.Call::proceed);

            Outcome repeated = trees.copy();

            assertEquals(0, repeated.counts().failed(), n + ": " + repeated);
            assertEquals(Trees.all(trees.source), landed(trees), "after call " + n);
        }
    }

    @Test
    void whatever_call_fails_it_is_told_and_a_repeat_completes() throws Exception {
        AtomicInteger all = new AtomicInteger();
        fresh().watching(WatchedRoot.Call::proceed, fault(all, Integer.MAX_VALUE))
                .copy();

        for (int n = 1; n <= all.get(); n++) {
            Trees trees = fresh();
            Map<String, String> before = Trees.all(trees.target);
            trees.watching(WatchedRoot.Call::proceed, fault(new AtomicInteger(), n));
            boolean told;
            try {
                Outcome outcome = trees.copy();
                told = outcome.counts().failed() > 0;
            } catch (IOException e) {
                told = true;
            }
            assertWhole(trees, before);
            boolean equal = Trees.all(trees.source).equals(landed(trees));
            assertTrue(told || equal, "the failure of call " + n + " is not told");
            trees.watching(WatchedRoot.Call::proceed, WatchedRoot.Call::proceed);

            trees.copy();

            assertEquals(Trees.all(trees.source), landed(trees), "after failure " + n);
        }
    }
}
