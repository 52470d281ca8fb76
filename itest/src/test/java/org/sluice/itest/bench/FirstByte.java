package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * From the command reaching a running shell to the first byte of contents in a file at the receiver, under whatever name it lies there:
 * the receiver's directory is looked at five times a millisecond, and so are the beginnings of all chunks of what lies there.
 */
final class FirstByte {

    private static final int WARM_UP = 10;
    private static final int COUNTED = 25;
    private static final long CHUNK = 4 << 20;
    private static final long GLANCE_NANOS = 200_000;
    private static final long GIVES_UP_NANOS = 10_000_000_000L;

    private final Path sluice;
    private final Path place;

    FirstByte(Path sluice, Path place) {
        this.sluice = sluice;
        this.place = place;
    }

    /** A table of pushes and pulls over loopback. */
    String table() throws Exception {
        Path home = place.resolve("first-byte");
        Path here = Files.createDirectories(place.resolve("here"));
        Path there = Files.createDirectories(place.resolve("there"));
        Path source = Files.createDirectories(place.resolve("contents"));
        Sources.file(source.resolve("small"), 4096);
        Sources.file(source.resolve("large"), 64 << 20);
        StringBuilder table = new StringBuilder("| | times | median, ms | least to most, ms |\n|---|---|---|---|\n");
        Process serving = Serving.start(sluice, home, List.of(), "127.0.0.1:0", "in=" + there);
        try (RunningSluice running = new RunningSluice(List.of(sluice.toString()), home);
                BufferedReader announced = serving.inputReader()) {
            String in = announced.readLine().replaceFirst("listening on ", "") + ":/in";
            for (String file : List.of("small", "large")) {
                String what = file.equals("small") ? "a file of 4 KiB" : "a file of 64 MiB";
                Path from = source.resolve(file);
                row(table, "push of " + what, running, "push " + from + " " + in, there);
                Commands.empty(there);
                Files.copy(from, there.resolve(file));
                row(table, "pull of " + what, running, "pull " + in + "/" + file + " " + here + "/", here);
                Commands.empty(there);
            }
        } finally {
            serving.destroy();
            serving.waitFor();
        }
        return table.toString();
    }

    private static void row(StringBuilder table, String what, RunningSluice running, String command, Path to)
            throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int round = -WARM_UP; round < COUNTED; round++) {
            Commands.empty(to);
            double taken = once(running, command, to);
            if (round >= 0) {
                millis.add(taken);
            }
        }
        Spread spread = new Spread(millis);
        System.err.println(what + ": " + spread.columns());
        table.append("| ").append(what).append(" | ").append(spread.columns()).append(" |\n");
    }

    private static double once(RunningSluice running, String command, Path to) throws Exception {
        long[] seen = {0};
        Thread looking = Thread.ofPlatform().start(() -> seen[0] = seen(to));
        long start = System.nanoTime();
        running.say(command);
        looking.join();
        return (seen[0] - start) / 1e6;
    }

    private static long seen(Path top) {
        long until = System.nanoTime() + GIVES_UP_NANOS;
        while (System.nanoTime() < until) {
            if (hasContent(top)) {
                return System.nanoTime();
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        throw new IllegalStateException("nothing has come to " + top);
    }

    private static boolean hasContent(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile).anyMatch(FirstByte::begins);
        } catch (IOException | UncheckedIOException moved) {
            return false;
        }
    }

    /** Whether any chunk has begun to come: room that was only taken is zeros. */
    private static boolean begins(Path file) {
        ByteBuffer eight = ByteBuffer.allocate(8);
        try (FileChannel channel = FileChannel.open(file)) {
            for (long at = 0; channel.read(eight.clear(), at) > 0; at += CHUNK) {
                if (eight.getLong(0) != 0) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException moved) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
