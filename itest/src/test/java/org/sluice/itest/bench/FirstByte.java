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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * From the command reaching a running shell to the first byte of contents in a file at the receiver, under whatever name it lies there:
 * the receiver's directory is looked at five times a millisecond, and so are the beginnings of all chunks of what lies there.
 */
final class FirstByte {

    /** A shell and a peer that have been at work for a while. */
    private static final int WARM_UP = 50;

    private static final int COUNTED = 25;
    private static final int SMALL = 4 << 10;
    private static final int LARGE = 64 << 20;
    private static final long CHUNK = 4 << 20;
    private static final long GLANCE_NANOS = 200_000;

    /** Nothing has ever come before; looking takes processor time from those who work for it. */
    private static final long EARLIEST_NANOS = 12_000_000;

    private static final long GIVES_UP_NANOS = 10_000_000_000L;

    private final Path sluice;
    private final Path place;

    FirstByte(Path sluice, Path place) {
        this.sluice = sluice;
        this.place = place;
    }

    /** A command about a file, which is another each time, and the place where its first byte comes. */
    private record Command(String what, Path source, int bytes, String words, Path to) {}

    /**
     * A table of pushes and pulls over loopback, which take turns: one peer is pushed to, another is pulled from, each with a state of its own, so
     * that nobody knows what comes.
     */
    String table() throws Exception {
        Path home = place.resolve("first-byte");
        Path receiver = place.resolve("first-byte-receiver");
        Path sender = place.resolve("first-byte-sender");
        Path here = place.resolve("here");
        Path there = Files.createDirectories(place.resolve("there"));
        Path source = Files.createDirectories(place.resolve("contents"));
        Process receiving = Serving.start(sluice, receiver, List.of(), "127.0.0.1:0", "in=" + there);
        Process sending = Serving.start(sluice, sender, List.of(), "127.0.0.1:0", "out=" + source);
        Serving.befriend(sluice, home, receiver);
        Serving.befriend(sluice, home, sender);
        try (RunningSluice running = new RunningSluice(List.of(sluice.toString()), home);
                BufferedReader ofReceiver = receiving.inputReader();
                BufferedReader ofSender = sending.inputReader()) {
            String in = address(ofReceiver) + ":/in";
            String out = address(ofSender) + ":/out";
            List<Command> commands = new ArrayList<>();
            for (int bytes : List.of(SMALL, LARGE)) {
                String what = bytes == SMALL ? "a file of 4 KiB" : "a file of 64 MiB";
                Path pushed = source.resolve("pushed" + bytes);
                Path pulled = source.resolve("pulled" + bytes);
                commands.add(new Command("push of " + what, pushed, bytes, "push " + pushed + " " + in, there));
                commands.add(new Command(
                        "pull of " + what,
                        pulled,
                        bytes,
                        "pull " + out + "/" + pulled.getFileName() + " " + here + "/",
                        here));
            }
            return table(commands, running);
        } finally {
            for (Process serving : List.of(receiving, sending)) {
                serving.destroy();
                serving.waitFor();
            }
        }
    }

    private static String address(BufferedReader announced) throws IOException {
        return announced.readLine().replaceFirst("listening on ", "");
    }

    private static String table(List<Command> commands, RunningSluice running) throws Exception {
        Map<Command, Double> first = new HashMap<>();
        Map<Command, List<Double>> millis = new LinkedHashMap<>();
        int other = 0;
        for (int round = -WARM_UP; round < COUNTED; round++) {
            for (Command command : commands) {
                Sources.file(command.source(), command.bytes() + ++other);
                Commands.empty(command.to());
                double taken = once(running, command.words(), command.to());
                first.putIfAbsent(command, taken);
                if (round >= 0) {
                    millis.computeIfAbsent(command, none -> new ArrayList<>()).add(taken);
                }
            }
        }
        StringBuilder table = new StringBuilder(
                "| | times | median, ms | least to most, ms | the very first, ms |\n|---|---|---|---|---|\n");
        millis.forEach((command, taken) -> table.append("| ")
                .append(command.what())
                .append(" | ")
                .append(new Spread(taken).columns())
                .append(String.format(Locale.ROOT, " | %.0f |%n", first.get(command))));
        return table.toString();
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
        LockSupport.parkNanos(EARLIEST_NANOS);
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
