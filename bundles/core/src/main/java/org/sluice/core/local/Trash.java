package org.sluice.core.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.sluice.core.local.Journal.Made;
import org.sluice.core.local.Journal.Mark;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Keeps what is deleted or replaced in a hidden folder at the top of the destination, a folder for each transfer, with a
 * journal from which {@link Undoing} undoes all, and which also says what is created. What is going to happen is written
 * before it happens.
 */
public final class Trash implements Discard {

    /** The folder. */
    static final RelPath TOP = RelPath.parse(".sluice-trash");

    static final RelPath KEPT = RelPath.parse("kept");
    static final RelPath JOURNAL = RelPath.parse("journal");

    private static final int MODE = 0700;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSSSSSSSS").withZone(ZoneOffset.UTC);

    private final Root root;
    private final boolean notes;
    private Optional<RelPath> folder = Optional.empty();
    private Optional<Journal> journal = Optional.empty();

    /** @param notes whether what is created may be taken away: it is a copy, and not what was moved here */
    Trash(Root root, boolean notes) {
        this.root = root;
        this.notes = notes;
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
            journal = Optional.of(Journal.create(root, made.resolve(JOURNAL)));
            folder = Optional.of(made);
        }
        return folder.get();
    }

    /** Writes down what is going to happen; where the entry is kept. */
    private RelPath note(Mark mark, RelPath path, Optional<Made> made) throws IOException {
        RelPath kept = folder().resolve(KEPT).resolve(path);
        makeParents(root, kept);
        journal.orElseThrow().write(mark, path, made);
        return kept;
    }

    /** Makes the directories of our own that a path is in. */
    static void makeParents(Root root, RelPath path) throws IOException {
        RelPath parent = path.parent();
        if (root.find(parent).isEmpty()) {
            makeParents(root, parent);
            root.createDirectory(parent, MODE);
        }
    }

    @Override
    public void entry(RelPath path, Entry entry) throws IOException {
        root.rename(path, note(Mark.DELETED, path, Optional.empty()));
    }

    @Override
    public void directory(RelPath path, Entry entry) throws IOException {
        RelPath kept = note(Mark.DIRECTORY, path, Optional.empty());
        if (root.find(kept).isEmpty()) {
            root.createDirectory(kept, MODE);
        }
        root.apply(kept, entry.metadata());
        root.remove(path);
    }

    @Override
    public void replaced(RelPath path, Entry entry, Optional<Entry> by) throws IOException {
        root.createLink(note(Mark.REPLACED, path, by.map(Made::of)), path);
    }

    @Override
    public boolean notes() {
        return notes;
    }

    @Override
    public void created(RelPath path, Entry made) throws IOException {
        folder();
        journal.orElseThrow().write(Mark.CREATED, path, Optional.of(Made.of(made)));
    }

    @Override
    public void settle() throws IOException {
        if (journal.isPresent()) {
            journal.get().sync();
        }
    }

    @Override
    public boolean isKept(RelPath path) {
        return isTrash(path);
    }

    @Override
    public void close() throws IOException {
        if (journal.isPresent()) {
            journal.get().close();
        }
    }
}
