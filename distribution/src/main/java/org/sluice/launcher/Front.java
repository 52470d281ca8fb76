package org.sluice.launcher;

/** What a run is for: one verb, or the shell. */
sealed interface Front permits OneShot, Interactive {

    /**
     * Waits for its end.
     *
     * @return the exit code
     */
    int await() throws InterruptedException, LaunchException;

    /** Ends it before its time; the exit code. */
    int cancel() throws InterruptedException;
}
