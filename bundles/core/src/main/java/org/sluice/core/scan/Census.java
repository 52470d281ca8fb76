package org.sluice.core.scan;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Staging;
import org.sluice.core.progress.Meter;
import org.sluice.core.select.Rules;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.transfer.Selection;

/**
 * Counts what there is to do, ahead of those who do it and only for who asks how far they are: so that somebody who watches
 * knows the totals early. Where rules decide what takes part nothing is counted.
 */
public final class Census implements AutoCloseable {

    private final List<Start> starts;
    private final boolean oneFileSystem;
    private final Meter meter;
    private final Thread thread;
    private long entries;
    private long bytes;

    private record Directory(RelPath path, long device) {}

    /** Begins as soon as somebody asks. */
    public Census(List<Start> starts, Selection selection, Rules rules, Meter meter) {
        this.starts = starts;
        this.oneFileSystem = selection.oneFileSystem();
        this.meter = meter;
        boolean knows = !rules.isSelective()
                && selection.recursive()
                && selection.filesFrom().isEmpty();
        this.thread = Thread.ofPlatform().daemon().name("sluice-census").unstarted(this::count);
        if (knows) {
            thread.start();
        }
    }

    private void count() {
        try {
            meter.awaitAsked();
            for (Start start : starts) {
                count(start);
            }
            meter.counted(entries, bytes);
            meter.countedAll();
        } catch (IOException | InvalidPathException | InterruptedException unknown) {
            // Then nobody knows more than what is found. What is wrong is told by those who need it.
        }
    }

    private void count(Start start) throws IOException, InterruptedException {
        Deque<Directory> directories = new ArrayDeque<>();
        Optional<Entry> first = start.root().find(start.at());
        if (first.isPresent()) {
            take(first.get(), first.get().id().device(), directories);
        }
        while (!directories.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Directory directory = directories.pop();
            start.root().list(directory.path(), new EntryVisitor() {
                @Override
                public void found(Entry entry) {
                    take(entry, directory.device(), directories);
                }

                @Override
                public void failed(RelPath path, IOException cause) {
                    entries++;
                }
            });
            meter.counted(entries, bytes);
        }
    }

    private void take(Entry entry, long device, Deque<Directory> directories) {
        if (Staging.isStaging(entry.path())) {
            return;
        }
        entries++;
        if (entry.isFile()) {
            bytes += entry.size();
        } else if (entry.isDirectory() && !(oneFileSystem && entry.id().device() != device)) {
            directories.push(new Directory(entry.path(), entry.id().device()));
        }
    }

    /** Ends it, wherever it is. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
