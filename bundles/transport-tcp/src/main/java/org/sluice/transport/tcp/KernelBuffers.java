package org.sluice.transport.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How much the kernel may hold for a receiver that does not receive. Linux lets a socket's buffer grow while data flows, up
 * to 32 MiB since 6.18, which is more than a stream may take from a sender whose peer has stopped; a size that was asked for
 * stays, and holds twice what was asked for.
 */
final class KernelBuffers {

    /** Together with what else a stream holds, well within 24 MiB; a gigabit per second over 60 ms. */
    private static final int SIZE = 4 * 1024 * 1024;

    private static final Path GROWTH = Path.of("/proc/sys/net/ipv4/tcp_rmem");
    private static final Path MOST_ASKED = Path.of("/proc/sys/net/core/rmem_max");

    private KernelBuffers() {}

    /** The size to ask for; none where the kernel grows no larger by itself, or would not give it. */
    static OptionalInt receiving() {
        return largest(GROWTH) > 2 * SIZE && largest(MOST_ASKED) >= SIZE ? OptionalInt.of(SIZE) : OptionalInt.empty();
    }

    /** The last number of a kernel setting; 0 where there is no such setting. */
    private static long largest(Path setting) {
        // In one read: such a file gives its beginning only, to whoever takes less at first, as Files.readString does.
        try (BufferedReader reader = Files.newBufferedReader(setting)) {
            String text = Objects.requireNonNullElse(reader.readLine(), "");
            return Long.parseLong(text.substring(text.lastIndexOf('\t') + 1));
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
