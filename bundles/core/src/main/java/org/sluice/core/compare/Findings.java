package org.sluice.core.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sluice.io.RelPath;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Comparison.Difference;
import org.sluice.transfer.ComparisonListener;

/** Counts what is found, by any thread. */
final class Findings {

    private static final int SAMPLE = 1000;

    private final ComparisonListener listener;
    private final List<Difference> sample = new ArrayList<>();
    private long entries;
    private long files;
    private long bytes;
    private long differences;

    Findings(ComparisonListener listener) {
        this.listener = listener;
    }

    void differs(char sign, RelPath name, String what) {
        Difference difference = new Difference(sign, name.toString(), what);
        synchronized (this) {
            entries++;
            differences++;
            if (sample.size() < SAMPLE) {
                sample.add(difference);
            }
        }
        listener.compared(difference);
    }

    void same(RelPath name) {
        synchronized (this) {
            entries++;
        }
        if (listener.sameToo()) {
            listener.compared(new Difference('=', name.toString(), ""));
        }
    }

    /** An entry differs in these ways, or in none. */
    void compared(RelPath name, List<String> ways) {
        if (ways.isEmpty()) {
            same(name);
        } else {
            differs('*', name, String.join(", ", ways));
        }
    }

    synchronized void content(long length) {
        files++;
        bytes += length;
    }

    synchronized Comparison comparison() {
        sample.sort(Comparator.comparing(Difference::path));
        return new Comparison(entries, files, bytes, differences, sample);
    }
}
