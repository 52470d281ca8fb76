package org.sluice.io.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many bytes the page cache may still take, as the kernel estimates it; asked at most once a second. */
final class FreeMemory implements LongSupplier {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String LINE = "MemAvailable:";
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Seen(long bytes, long at) {}

    private volatile Seen seen = new Seen(0, System.nanoTime() - NANOS);

    @Override
    public long getAsLong() {
        if (System.nanoTime() - seen.at() >= NANOS) {
            seen = new Seen(read(MEMINFO), System.nanoTime());
        }
        return seen.bytes();
    }

    /** Without end where it is not known. */
    static long read(Path meminfo) {
        try (var lines = Files.lines(meminfo)) {
            return lines.filter(line -> line.startsWith(LINE))
                    .map(line -> line.substring(LINE.length()).replace("kB", "").strip())
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
