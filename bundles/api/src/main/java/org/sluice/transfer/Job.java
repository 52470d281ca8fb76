package org.sluice.transfer;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A transfer that ran on this machine, or still does.
 *
 * @param id names it; ids of later jobs sort after those of earlier ones
 * @param verb {@code push}, {@code pull}, {@code copy}, ...; {@code serve push} for one that a peer asked for
 * @param from where from, for people
 * @param to where to, for people
 * @param state how it stands
 * @param started when
 * @param ended when, unless it runs or was broken off with its process
 * @param counts of what it did; zeros until it is done
 * @param message why it ended before its time; empty otherwise
 */
public record Job(
        String id,
        String verb,
        String from,
        String to,
        State state,
        Instant started,
        Optional<Instant> ended,
        Counts counts,
        String message) {

    /** How a job stands. */
    public enum State {
        /** Its process is alive and at it. */
        RUNNING,
        /** It ran to its end, whether or not single entries failed. */
        DONE,
        /** It ended before its time; repeating it resumes. */
        INTERRUPTED
    }

    /** Checks the values. */
    public Job {
        Objects.requireNonNull(state);
        Objects.requireNonNull(started);
        Objects.requireNonNull(ended);
        Objects.requireNonNull(counts);
    }
}
