package org.sluice.core.local;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Keeps what is deleted or replaced in a hidden folder at the top of the destination, a folder for each transfer, with a
 * journal from which {@link Undoing} brings all back. What is going to happen is written before it happens.
 */
public final class Trash implements Discard {

    /** What the journal says of an entry. */
    enum Mark {
        DELETED('-'),
        DIRECTORY('/'),
        REPLACED('~');

        final byte sign;

        Mark(char sign) {
            this.sign = (byte) sign;
        }
    }

    /** The folder. */
    static final RelPath TOP = RelPath.parse(".sluice-trash");

    static final RelPath KEPT = RelPath.parse("kept");
    static final RelPath JOURNAL = RelPath.parse("journal");

    private static final int MODE = 0700;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSSSSSSSS").withZone(ZoneOffset.UTC);

    private final Root root;
    private Optional<RelPath> folder = Optional.empty();
    private Optional<FileHandle> journal = Optional.empty();
    private long written;

    Trash(Root root) {
        this.root = root;
    }

    /** Whether it is the folder of all that was ever kept. */
    public static boolean isTrash(RelPath path) {
        return path.equals(TOP);
    }

    private RelPath folder() throws IOException {
        if (folder.isEmpty()) {
            try {
                root.createDirectory(TOP, MODE);
            } catch (FileAlreadyExistsException there) {
                // An earlier transfer has made it.
            }
            RelPath made = TOP.resolve(STAMP.format(Instant.now()).getBytes(StandardCharsets.US_ASCII));
            root.createDirectory(made, MODE);
            root.createDirectory(made.resolve(KEPT), MODE);
            journal = Optional.of(root.open(made.resolve(JOURNAL), OpenMode.CREATE));
            folder = Optional.of(made);
        }
        return folder.get();
    }

    /** Writes down what is going to happen; where the entry is kept. */
    private RelPath note(Mark mark, RelPath path) throws IOException {
        RelPath kept = folder().resolve(KEPT).resolve(path);
        makeParents(kept);
        byte[] bytes = path.bytes();
        byte[] line = new byte[bytes.length + 2];
        line[0] = mark.sign;
        System.arraycopy(bytes, 0, line, 1, bytes.length);
        journal.orElseThrow().write(written, MemorySegment.ofArray(line));
        written += line.length;
        return kept;
    }

    private void makeParents(RelPath path) throws IOException {
        RelPath parent = path.parent();
        if (root.find(parent).isEmpty()) {
            makeParents(parent);
            root.createDirectory(parent, MODE);
        }
    }

    @Override
    public void entry(RelPath path, Entry entry) throws IOException {
        root.rename(path, note(Mark.DELETED, path));
    }

    @Override
    public void directory(RelPath path, Entry entry) throws IOException {
        RelPath kept = note(Mark.DIRECTORY, path);
        if (root.find(kept).isEmpty()) {
            root.createDirectory(kept, MODE);
        }
        root.apply(kept, entry.metadata());
        root.remove(path);
    }

    @Override
    public void replaced(RelPath path, Entry entry) throws IOException {
        root.createLink(note(Mark.REPLACED, path), path);
    }

    @Override
    public boolean isKept(RelPath path) {
        return isTrash(path);
    }

    @Override
    public void close() throws IOException {
        if (journal.isPresent()) {
            try (FileHandle written = journal.get()) {
                written.sync();
            }
        }
    }
}
