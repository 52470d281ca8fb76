package org.sluice.itest.plain;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lists and reads all that a sender offers. */
final class PlainReceiver {

    private static final int MOST = 128 << 10;
    private static final int AHEAD = 8;

    private record Made(Path path, Proto entry) {}

    private final Control control;
    private final Path into;
    private final Deque<String> listed = new ArrayDeque<>();
    private final Deque<Made> directories = new ArrayDeque<>();
    private long questions;
    private long files;
    private long links;
    private long bytes;

    PlainReceiver(Control control, Path into) {
        this.control = control;
        this.into = into;
    }

    /** Does it; the score. */
    Proto run() throws IOException {
        listed.push("");
        while (!listed.isEmpty()) {
            list(listed.pop());
        }
        for (Made directory : directories) {
            PlainFolder.apply(directory.path(), directory.entry());
        }
        return new Proto()
                .with(1, files)
                .with(2, directories.size())
                .with(3, links)
                .with(8, bytes)
                .with(11, "plain");
    }

    private void list(String directory) throws IOException {
        control.send(Control.LIST_REQUEST, new Proto().with(1, ++questions).with(2, directory));
        boolean last = false;
        Deque<Proto> entries = new ArrayDeque<>();
        while (!last) {
            Proto listing = control.next(Control.LISTING);
            if (listing.number(4) != 0) {
                throw new IOException("listing " + directory + ": " + listing.text(5));
            }
            entries.addAll(listing.messages(2));
            last = listing.number(3) != 0;
        }
        for (Proto entry : entries) {
            String name = entry.text(2);
            if (!name.isEmpty()) {
                take(entry, directory.isEmpty() ? name : directory + "/" + name);
            } else if (directory.isEmpty()) {
                take(entry, "");
            }
        }
    }

    private void take(Proto entry, String path) throws IOException {
        Path at = PlainFolder.below(into, path);
        switch ((int) entry.number(3)) {
            case PlainFolder.DIRECTORY -> {
                Files.createDirectories(at);
                directories.push(new Made(at, entry));
                if (!path.isEmpty()) {
                    listed.push(path);
                }
            }
            case PlainFolder.SYMLINK -> {
                Files.createSymbolicLink(at, Path.of(entry.text(10)));
                PlainFolder.apply(at, entry);
                links++;
            }
            case PlainFolder.FILE -> {
                if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                    read(entry, path, at);
                    PlainFolder.apply(at, entry);
                    files++;
                    bytes += entry.number(4);
                }
            }
            default -> throw new IOException("a " + entry.number(3));
        }
    }

    /** Some parts are asked for ahead; the answers of this sender come in order. */
    private void read(Proto entry, String path, Path at) throws IOException {
        long size = entry.number(4);
        long asked = 0;
        long underway = 0;
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(at))) {
            for (long done = 0; done < size; ) {
                while (asked < size && underway < AHEAD) {
                    control.send(
                            Control.READ_REQUEST,
                            new Proto()
                                    .with(1, ++questions)
                                    .with(2, path)
                                    .with(3, asked)
                                    .with(4, Math.min(MOST, size - asked)));
                    asked += Math.min(MOST, size - asked);
                    underway++;
                }
                Proto part = control.next(Control.READ_RESPONSE);
                underway--;
                byte[] content = part.bytes(2);
                if (part.number(6) != 0 || content.length == 0) {
                    throw new IOException("reading " + path + ": " + part.text(7));
                }
                file.write(content);
                done += content.length;
            }
        }
    }
}
