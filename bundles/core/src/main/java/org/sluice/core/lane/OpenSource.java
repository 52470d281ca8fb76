package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.sluice.core.session.SourceFile;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;

/**
 * A large file that several lanes read: opened by the first, closed by the one that reads the last range. That one also
 * looks whether the file is still what was announced.
 */
final class OpenSource {

    private final SourceFile file;
    private Optional<FileHandle> handle = Optional.empty();
    private long unread;
    private boolean failed;
    private boolean closed;

    OpenSource(SourceFile file) {
        this.file = file;
        this.unread = file.size();
    }

    SourceFile file() {
        return file;
    }

    /** The open file; valid until this range is {@link #read}. */
    synchronized FileHandle handle() throws IOException {
        if (handle.isEmpty()) {
            handle = Optional.of(file.root().open(file.entry().path(), OpenMode.READ));
        }
        return handle.get();
    }

    /**
     * A range has been read, or has failed.
     *
     * @return whether what was read may be used: not so when the file was given up, or when all of it has been read and
     *     it is not what was announced any more
     */
    synchronized boolean read(long length, boolean good, Delivery delivery) {
        unread -= length;
        if (unread > 0) {
            return good;
        }
        try {
            if (!failed && changed()) {
                throw new EOFException();
            }
        } catch (IOException e) {
            fail(e, delivery);
        }
        try {
            close();
        } catch (IOException e) {
            fail(e, delivery);
        }
        return good && !failed;
    }

    private void close() throws IOException {
        closed = true;
        if (handle.isPresent()) {
            handle.get().close();
        }
    }

    /** Closes the file, whatever is left to read. */
    synchronized void discard() {
        try {
            close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    private boolean changed() throws IOException {
        Entry before = file.entry();
        Optional<Entry> now = file.root().find(before.path());
        return now.isEmpty()
                || now.get().size() != before.size()
                || !now.get().id().equals(before.id())
                || !now.get().metadata().modified().equals(before.metadata().modified());
    }

    /** Gives the file up; the first reason is told. */
    synchronized void fail(IOException cause, Delivery delivery) {
        if (!failed) {
            failed = true;
            delivery.unreadable(file, cause);
        }
    }

    synchronized boolean failed() {
        return failed;
    }
}
