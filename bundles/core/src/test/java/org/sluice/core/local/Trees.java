package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.sluice.core.WatchedRoot;
import org.sluice.core.land.Destination;
import org.sluice.core.local.LocalTransfer.Order;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.core.progress.Meter;
import org.sluice.core.progress.Pace;
import org.sluice.core.progress.Predictor;
import org.sluice.core.scan.Start;
import org.sluice.core.select.Rules;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

/** A source, a destination, and transfers from one to the other. */
final class Trees {

    static final Instant TIME = Instant.ofEpochSecond(1_600_000_000);

    final Path source;
    final Path target;
    final List<String> changes = new CopyOnWriteArrayList<>();
    private final IoBackend backend;
    private TransferOptions options = TransferOptions.DEFAULTS;
    private WatchedRoot.Watch atSource = WatchedRoot.Call::proceed;
    private WatchedRoot.Watch atTarget = WatchedRoot.Call::proceed;
    final BlockingQueue<String> stuck = new LinkedBlockingQueue<>();
    private Duration patience = Watch.PATIENCE;
    private boolean moves;
    private boolean watches = true;
    private boolean tells;
    private final List<Path> more = new ArrayList<>();

    Trees(IoBackend backend, Path directory) throws IOException {
        this.backend = backend;
        this.source = Files.createDirectory(directory.resolve("source"));
        this.target = Files.createDirectory(directory.resolve("target"));
    }

    Trees with(UnaryOperator<TransferOptions> change) {
        options = change.apply(options);
        return this;
    }

    Trees watching(WatchedRoot.Watch watchedSource, WatchedRoot.Watch watchedTarget) {
        atSource = watchedSource;
        atTarget = watchedTarget;
        return this;
    }

    Trees moving() {
        moves = true;
        return this;
    }

    /** Roots as they are, that a backend knows for its own. */
    Trees unwatched() {
        watches = false;
        return this;
    }

    Trees telling() {
        tells = true;
        return this;
    }

    Trees andFrom(Path another) {
        more.add(another);
        return this;
    }

    /** Copies the source's contents. */
    Outcome copy() throws Exception {
        changes.clear();
        try (Root from = open(source, atSource);
                Root to = open(target, atTarget)) {
            List<Start> starts = new ArrayList<>(List.of(new Start(from, RelPath.ROOT, RelPath.ROOT)));
            for (Path each : more) {
                starts.add(new Start(backend.root(each), RelPath.ROOT, RelPath.ROOT));
            }
            Order order = new Order(
                    starts,
                    new Destination(to, RelPath.ROOT, Optional.empty()),
                    false,
                    moves,
                    Rules.of(options.selection(), options.deleting().excluded()),
                    options,
                    listener());
            return new LocalTransfer(backend, order, new Meter(), new Predictor(Pace.USUAL))
                    .withPatience(patience)
                    .run();
        }
    }

    private Root open(Path directory, WatchedRoot.Watch watch) throws IOException {
        Root root = backend.root(directory);
        return watches ? WatchedRoot.of(root, watch) : root;
    }

    private TransferListener listener() {
        if (!tells && patience.equals(Watch.PATIENCE)) {
            return TransferListener.NONE;
        }
        return new TransferListener() {
            @Override
            public void changed(Change change) {
                Trees.this.changed(change);
            }

            @Override
            public void stuck(String what) {
                stuck.add(what);
            }
        };
    }

    Trees withPatience(Duration other) {
        patience = other;
        return this;
    }

    /** Until it is told that nothing moves, and what it is that does not. */
    void awaitStuck(String what) throws InterruptedException {
        String told = "";
        while (!told.endsWith(what)) {
            told = Objects.requireNonNull(stuck.poll(60, TimeUnit.SECONDS), () -> what + " is not named");
        }
    }

    private void changed(Change change) {
        changes.add(change.letters() + " " + change.name());
    }

    /** What was told, in order of names. */
    List<String> told() {
        return changes.stream()
                .sorted(Comparator.comparing(line -> line.substring(12)))
                .toList();
    }

    static Path file(Path directory, String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        return file;
    }

    static Path file(Path directory, String name, long size) throws IOException {
        byte[] content = new byte[Math.toIntExact(size)];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + (i >> 12));
        }
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(TIME));
        return file;
    }

    static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    static void touch(Path path, long seconds) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(TIME.plusSeconds(seconds)));
    }

    /** All directories get the same time, from the deepest up. */
    static void settle(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                touch(path, 0);
            }
        }
    }

    /** A tree in words: kind, mode, time and content of all that is in it. */
    static SortedMap<String, String> all(Path directory) throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                String name = directory.relativize(path).toString();
                String time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                        .toString();
                String mode = Integer.toOctalString(
                        (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
                String content = Files.isSymbolicLink(path)
                        ? " -> " + Files.readSymbolicLink(path)
                        : Files.isRegularFile(path) ? " " + hash(path) : "";
                entries.put(name, mode + " " + time + content);
            }
        }
        return entries;
    }

    private static String hash(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return content.length + ":" + java.util.Arrays.hashCode(content);
    }

    /** The names of all that is in a tree. */
    static List<String> names(Path directory) throws IOException {
        return List.copyOf(all(directory).keySet()).stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
