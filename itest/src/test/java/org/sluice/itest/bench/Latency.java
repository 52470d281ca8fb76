package org.sluice.itest.bench;

import java.nio.file.Path;

/** What somebody who waits notices: when the first byte comes, and how long a little takes while much is under way. */
final class Latency implements Suite {

    private final Path sluice;
    private final Path place;
    private final Report report;

    Latency(Path sluice, Path place, Report report) {
        this.sluice = sluice;
        this.place = place;
        this.report = report;
    }

    @Override
    public void run() throws Exception {
        report.say(
                "From a command to the first byte of contents at the receiver",
                "Over loopback, a running shell and a peer that serves, a session each time; counted after fifty of each.\n\n"
                        + new FirstByte(sluice, place).table());
        report.say(
                "Small reads and `ping` while a large file is pulled",
                SmallReads.EXPLAINED + "\n\n" + new SmallReads(sluice, place).table());
    }
}
