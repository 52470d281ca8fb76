package org.sluice.core.session;

import java.util.ArrayList;
import java.util.List;
import org.sluice.io.EntryKind;
import org.sluice.transfer.Counts;

/** The receiver's exact counts, with a sample of what went wrong. */
final class Score {

    private static final int SAMPLE = 1000;

    private final List<EntryProblem> problems = new ArrayList<>();
    private long files;
    private long directories;
    private long links;
    private long unchanged;
    private long failed;
    private long vanished;
    private long skipped;
    private long bytes;
    private long unchangedBytes;

    void landed(ManifestEntry entry) {
        files++;
        bytes += entry.size();
    }

    void made(ManifestEntry entry) {
        if (entry.kind() == EntryKind.DIRECTORY) {
            directories++;
        } else {
            links++;
        }
    }

    void unchanged(ManifestEntry entry) {
        unchanged++;
        unchangedBytes += entry.content();
    }

    void problem(EntryProblem problem) {
        switch (problem.severity()) {
            case FAILED -> failed++;
            case VANISHED -> vanished++;
            case SKIPPED -> skipped++;
        }
        if (problems.size() < SAMPLE) {
            problems.add(problem);
        }
    }

    Message.Progress progress() {
        return new Message.Progress(counts().entries(), unchangedBytes);
    }

    Message.Done done(String backend) {
        return new Message.Done(counts(), List.copyOf(problems), backend);
    }

    private Counts counts() {
        return new Counts(files, directories, links, unchanged, failed, vanished, skipped, bytes, unchangedBytes);
    }
}
