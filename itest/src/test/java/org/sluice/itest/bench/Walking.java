package org.sluice.itest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** How fast io-linux walks a tree on one thread. */
final class Walking {

    private static final int ROUNDS = 15;
    private static final int WARM_UP = 4;

    private Walking() {}

    static double entriesPerSecond(Path tree) throws IOException, ReflectiveOperationException {
        IoBackend backend = (IoBackend) Class.forName("org.sluice.io.linux.LinuxBackend")
                .getConstructor()
                .newInstance();
        double[] rates = new double[ROUNDS];
        try (Root root = backend.root(tree)) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                int entries = walk(root);
                rates[round] = entries * 1e9 / (System.nanoTime() - start);
            }
        }
        double[] warm = Arrays.copyOfRange(rates, WARM_UP, ROUNDS);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    private static int walk(Root root) throws IOException {
        int[] entries = {0};
        Deque<RelPath> directories = new ArrayDeque<>();
        directories.push(RelPath.ROOT);
        while (!directories.isEmpty()) {
            root.list(directories.pop(), new EntryVisitor() {
                @Override
                public void found(Entry entry) {
                    entries[0]++;
                    if (entry.isDirectory()) {
                        directories.push(entry.path());
                    }
                }

                @Override
                public void failed(RelPath path, IOException cause) {
                    throw new IllegalStateException(cause);
                }
            });
        }
        return entries[0];
    }
}
