package org.sluice.itest.bench;

import java.nio.file.Path;

/** What plugins cost: how soon one is used, how long one that is replaced is not there, and what many do to a start. */
final class Plugins implements Suite {

    private final Path sluice;
    private final Path place;
    private final Report report;

    Plugins(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.report = report;
    }

    @Override
    public void run() throws Exception {
        // What the integration tests call the distribution.
        System.setProperty(
                "sluice.distribution", sluice.resolve("../..").normalize().toString());
        report.say(
                "From a jar in deploy/ to its use",
                "A framework that runs; the jar (6 KiB, a backend and a transport) gets its name by a rename. The gap is from the first of its\n"
                        + "services going to the last one being there again, in the next version.\n\n"
                        + new Arrival(place.resolve("arrival")).table());
        report.say(
                "Starts with so many plugins",
                "The whole process of a verb, one after another; each plugin the same 6 KiB under another name, ranking lowest.\n\n"
                        + new Starts(place.resolve("starts")).table());
    }
}
