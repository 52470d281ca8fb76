package org.sluice.core.local;

import java.util.ArrayList;
import java.util.List;
import org.sluice.core.progress.Meter;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;

/** The exact counts of a transfer, with a sample of what went wrong. */
final class Report {

    private static final int SAMPLE = 1000;

    private final Meter meter;
    private final Tally total = new Tally();
    private final List<Problem> problems = new ArrayList<>();
    private long failed;
    private long vanished;
    private long skipped;
    private long deleted;
    private long undeleted;
    private boolean scanned = true;

    Report(Meter meter) {
        this.meter = meter;
    }

    /** Takes over what a thread has counted, which begins anew. */
    void take(Tally tally) {
        if (tally.found > 0) {
            meter.found(tally.found, tally.foundBytes);
        }
        if (tally.moved > 0) {
            meter.moved(tally.moved);
        }
        meter.settledMore(tally.made() + tally.unchanged, tally.unchangedBytes);
        synchronized (this) {
            total.add(tally);
        }
        tally.clear();
    }

    /** What was counted as made has not landed. */
    synchronized void undone(Tally made, String path, String reason) {
        failed += total.subtract(made) - 1;
        problem(path, Severity.FAILED, reason);
    }

    /** An entry has a problem. */
    synchronized void problem(String path, Severity severity, String reason) {
        switch (severity) {
            case FAILED -> failed++;
            case VANISHED -> vanished++;
            case SKIPPED -> skipped++;
            case LOST -> {}
        }
        meter.settledMore(1, 0);
        if (problems.size() < SAMPLE) {
            problems.add(new Problem(severity, path, reason));
        }
    }

    /** A part of the source could not be looked at. */
    synchronized void incomplete() {
        scanned = false;
    }

    /** Whether all of the source could be looked at, and nothing has failed. */
    synchronized boolean isComplete() {
        return scanned && failed == 0 && vanished == 0;
    }

    synchronized void deleted(long entries) {
        deleted += entries;
    }

    synchronized void undeleted(long entries) {
        undeleted += entries;
    }

    synchronized Counts counts() {
        return new Counts(
                total.files,
                total.directories,
                total.links,
                total.unchanged,
                failed,
                vanished,
                skipped,
                total.bytes,
                total.unchangedBytes,
                deleted,
                undeleted,
                total.linked,
                total.specials,
                total.reused);
    }

    synchronized List<Problem> problems() {
        return List.copyOf(problems);
    }
}
