package org.sluice.core.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.io.EntryKind;
import org.sluice.transfer.Counts;

/** The receiver's exact counts, with a sample of what went wrong. */
final class Score {

    private static final int SAMPLE = 1000;

    /** Of the sample, in bytes: the last message stays far below the limit of a control frame. */
    private static final long SAMPLE_BYTES = 256 << 10;

    /** What a problem takes in a message besides its path and reason. */
    private static final int OVERHEAD = 32;

    private final List<EntryProblem> problems = new ArrayList<>();
    private final Map<Long, Long> found = new HashMap<>();
    private long files;
    private long directories;
    private long links;
    private long unchanged;
    private long failed;
    private long vanished;
    private long skipped;
    private long bytes;
    private long unchangedBytes;
    private long sampleBytes;
    private long foundBytes;
    private long reusedBytes;

    void landed(ManifestEntry entry) {
        files++;
        bytes += entry.size();
        Long there = found.remove(entry.id());
        reusedBytes += there == null ? 0 : there;
    }

    /** So much of a file's content was here already. */
    void found(long id, long content) {
        if (content > 0) {
            found.merge(id, content, Long::sum);
            foundBytes += content;
        }
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
            case LOST -> {}
        }
        long size = OVERHEAD + problem.path().length() + problem.reason().getBytes(StandardCharsets.UTF_8).length;
        if (problems.size() < SAMPLE && sampleBytes + size <= SAMPLE_BYTES) {
            problems.add(problem);
            sampleBytes += size;
        }
    }

    /** An entry has failed that was counted as something else. */
    void undone(Undone undone) {
        switch (undone.was()) {
            case MADE -> {
                if (undone.kind() == EntryKind.DIRECTORY) {
                    directories--;
                } else {
                    links--;
                }
            }
            case UNCHANGED -> unchanged--;
            case WANTED, WANTED_IN_PART, FAILED -> throw new IllegalArgumentException(undone.toString());
        }
        problem(undone.problem());
    }

    Message.Progress progress() {
        return new Message.Progress(counts().entries(), unchangedBytes + foundBytes);
    }

    Message.Done done(String backend) {
        return new Message.Done(counts(), List.copyOf(problems), backend);
    }

    private Counts counts() {
        return new Counts(files, directories, links, unchanged, failed, vanished, skipped, bytes, unchangedBytes)
                .withReused(reusedBytes);
    }
}
