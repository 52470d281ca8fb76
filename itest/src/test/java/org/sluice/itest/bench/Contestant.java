package org.sluice.itest.bench;

/** One way to do the work of a case. */
interface Contestant {

    String name();

    /** Does the work once, into a destination that is empty. */
    Run run() throws Exception;

    /**
     * What it took.
     *
     * @param seconds from the command to its end
     * @param sender processor time of the sending side, in seconds; of both where there is one process only
     * @param receiver processor time of the receiving side, in seconds
     */
    record Run(double seconds, double sender, double receiver) {}
}
