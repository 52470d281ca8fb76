package org.sluice.io.fallback;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;

/** A directory being read, step by step: a worker reads, the caller's thread tells the visitor. */
final class Listing implements AutoCloseable {

    private final RelPath directory;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> names;

    /** What a visitor is to be told. */
    sealed interface Found {
        void tell(EntryVisitor visitor) throws IOException;

        record Seen(Entry entry) implements Found {
            @Override
            public void tell(EntryVisitor visitor) throws IOException {
                visitor.found(entry);
            }
        }

        record Unseen(RelPath path, IOException cause) implements Found {
            @Override
            public void tell(EntryVisitor visitor) throws IOException {
                visitor.failed(path, cause);
            }
        }
    }

    private Listing(RelPath directory, DirectoryStream<Path> stream) {
        this.directory = directory;
        this.stream = stream;
        names = stream.iterator();
    }

    static Listing of(Path place, RelPath directory) throws IOException {
        if (!Inode.entry(place, directory).isDirectory()) {
            throw new NotDirectoryException(place.toString());
        }
        return new Listing(directory, Files.newDirectoryStream(place));
    }

    /** About so many more; none at the end. */
    List<Found> next(int about) throws IOException {
        List<Found> step = new ArrayList<>();
        try {
            while (step.size() < about && names.hasNext()) {
                add(step, names.next());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return step;
    }

    private void add(List<Found> step, Path place) {
        RelPath path = directory.resolve(Names.bytes(place.getFileName()));
        try {
            step.add(new Found.Seen(Inode.entry(place, path)));
        } catch (NoSuchFileException vanished) {
            // Not reported.
        } catch (IOException e) {
            step.add(new Found.Unseen(path, Failures.named(e)));
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
