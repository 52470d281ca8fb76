package org.sluice.core;

import org.sluice.core.land.Landing;

/** How the contents come that a receiver wants. */
sealed interface Intake permits LaneIntake, ReadIntake {

    /** So much more is wanted. */
    void add(long files, long bytes);

    /** Starts what brings it to {@code landing}, as far as there is something and it does not run yet. */
    void start(Crew crew, Landing landing);

    /** By how many ways at most it came at a time. */
    int most();

    /** What compressing has done, for people. */
    String report();
}
