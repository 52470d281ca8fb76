package org.sluice.core.scan;

import java.util.List;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Found;

/** Is told what a scan finds, on the scanning thread; may wait, and the scan waits with it. */
public interface ScanListener {

    /** Entries, a directory always before what lies in it. */
    void found(List<Found> batch) throws InterruptedException;

    /** What cannot be read, or is of a kind that is not transferred. */
    void problems(List<EntryProblem> batch) throws InterruptedException;
}
