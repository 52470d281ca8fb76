package org.sluice.core.local;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * What a transfer with a trash is going to do: a line for each entry, ended by a NUL. A line is a mark, then what the entry
 * at that name will be where that is known (inode, size, seconds and nanoseconds, each with a blank behind it), a slash, and
 * the path.
 */
final class Journal implements AutoCloseable {

    private static final long LONGEST = 1L << 30;

    private final FileHandle file;
    private long written;

    /** What the journal says of an entry. */
    enum Mark {
        DELETED('-'),
        DIRECTORY('/'),
        REPLACED('~'),
        CREATED('+');

        private final byte sign;

        Mark(char sign) {
            this.sign = (byte) sign;
        }

        private static Optional<Mark> of(byte sign) {
            return Arrays.stream(values()).filter(mark -> mark.sign == sign).findFirst();
        }
    }

    /**
     * A line.
     *
     * @param made what the transfer puts there; empty where it puts nothing there that may be taken away
     */
    record Line(Mark mark, RelPath path, Optional<Made> made) {}

    /**
     * What a transfer has put somewhere, so that it is known for that again. Devices get their numbers by chance.
     *
     * @param size of what is no directory
     * @param modified of what is no directory
     */
    record Made(long inode, long size, Instant modified) {

        static Made of(Entry entry) {
            return new Made(entry.id().inode(), entry.size(), entry.metadata().modified());
        }

        boolean is(Entry now) {
            return inode == now.id().inode()
                    && (now.isDirectory()
                            || size == now.size()
                                    && modified.equals(now.metadata().modified()));
        }

        private String words() {
            return inode + " " + size + " " + modified.getEpochSecond() + " " + modified.getNano() + " ";
        }

        private static Made parse(String words) {
            String[] word = words.split(" ");
            return new Made(
                    Long.parseLong(word[0]),
                    Long.parseLong(word[1]),
                    Instant.ofEpochSecond(Long.parseLong(word[2]), Long.parseLong(word[3])));
        }
    }

    private Journal(FileHandle file) {
        this.file = file;
    }

    /** Begins one. */
    static Journal create(Root root, RelPath path) throws IOException {
        return new Journal(root.open(path, OpenMode.CREATE));
    }

    void write(Mark mark, RelPath path, Optional<Made> made) throws IOException {
        byte[] words = made.map(Made::words).orElse("").getBytes(StandardCharsets.US_ASCII);
        byte[] name = path.bytes();
        byte[] line = new byte[words.length + name.length + 3];
        line[0] = mark.sign;
        System.arraycopy(words, 0, line, 1, words.length);
        line[1 + words.length] = '/';
        System.arraycopy(name, 0, line, words.length + 2, name.length);
        file.write(written, MemorySegment.ofArray(line));
        written += line.length;
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        try (FileHandle done = file) {
            done.sync();
        }
    }

    /** Reads one. A line whose end is missing has not been followed by what it says. */
    static List<Line> read(Root root, RelPath path) throws IOException {
        byte[] text;
        try (FileHandle journal = root.open(path, OpenMode.READ)) {
            if (journal.size() > LONGEST) {
                throw new FileSystemException(path.toString(), null, "the journal is longer than 1 GiB");
            }
            text = new byte[(int) journal.size()];
            journal.read(0, MemorySegment.ofArray(text));
        }
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                lines.add(parse(Arrays.copyOfRange(text, start, i), path));
                start = i + 1;
            }
        }
        return lines;
    }

    private static Line parse(byte[] line, RelPath journal) throws FileSystemException {
        try {
            int slash = 1;
            while (line[slash] != '/') {
                slash++;
            }
            String words = new String(line, 1, slash - 1, StandardCharsets.US_ASCII);
            return new Line(
                    Mark.of(line[0]).orElseThrow(),
                    RelPath.parse(Arrays.copyOfRange(line, slash + 1, line.length)),
                    words.isEmpty() ? Optional.empty() : Optional.of(Made.parse(words)));
        } catch (RuntimeException damaged) {
            throw new FileSystemException(journal.toString(), null, "a line of the journal is damaged");
        }
    }
}
