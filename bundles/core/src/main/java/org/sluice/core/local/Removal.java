package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.transfer.Problem.Severity;

/** Removes sources whose copies are durable. One that is not what was copied any more stays. */
final class Removal {

    private final Report report;
    private final ConcurrentLinkedDeque<Origin> directories = new ConcurrentLinkedDeque<>();

    Removal(Report report) {
        this.report = report;
    }

    /** A directory, which is removed at the end if it is empty then; those that are in it come later. */
    void directory(Origin origin) {
        directories.push(origin);
    }

    /** Removes an entry that is no directory. */
    void remove(Origin origin) {
        try {
            Optional<Entry> now = origin.root().find(origin.path());
            if (now.isEmpty()) {
                return;
            }
            if (isAnother(now.get(), origin.entry())) {
                report.problem(
                        origin.name(), Severity.VANISHED, "changed after it had been copied, so the source stays");
                return;
            }
            origin.root().remove(origin.path());
        } catch (IOException e) {
            report.problem(origin.name(), Severity.FAILED, "removing the source: " + IoReason.of(e));
        }
    }

    private static boolean isAnother(Entry now, Entry copied) {
        return !now.id().equals(copied.id())
                || now.size() != copied.size()
                || !now.metadata().modified().equals(copied.metadata().modified());
    }

    /** Removes directories in which nothing is left. */
    void removeDirectories() {
        for (Iterator<Origin> each = directories.iterator(); each.hasNext(); ) {
            Origin origin = each.next();
            try {
                origin.root().remove(origin.path());
            } catch (DirectoryNotEmptyException | NoSuchFileException somethingStays) {
                // What stays has been told.
            } catch (IOException e) {
                report.problem(origin.name(), Severity.FAILED, "removing the source: " + IoReason.of(e));
            }
        }
    }
}
