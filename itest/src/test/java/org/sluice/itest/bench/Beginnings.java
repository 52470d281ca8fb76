package org.sluice.itest.bench;

import java.util.List;
import java.util.Locale;

/** How contestants that keep running get faster from one time to the next: HotSpot compiles what runs often. */
final class Beginnings {

    static final String EXPLAINED =
            "Seconds that processes which have just been started take for their first push and for later ones, a single figure each;"
                    + " they wait for three seconds at first. The table below is of the same processes afterwards.";

    private static final int TIMES = 12;
    private static final List<Integer> SHOWN = List.of(1, 2, 3, 5, 8, TIMES);

    private Beginnings() {}

    /** A row a contestant. */
    static String table(List<Contestant> contestants, Rounds.Preparation before) throws Exception {
        StringBuilder table = new StringBuilder("|");
        SHOWN.forEach(time -> table.append(" | ").append(time).append('.'));
        table.append(" |\n|---").append("|---".repeat(SHOWN.size())).append("|\n");
        Thread.sleep(3_000);
        for (Contestant contestant : contestants) {
            table.append("| ").append(contestant.name());
            for (int time = 1; time <= TIMES; time++) {
                before.prepare();
                double seconds = contestant.run().seconds();
                if (SHOWN.contains(time)) {
                    table.append(String.format(Locale.ROOT, " | %.2f", seconds));
                }
            }
            table.append(" |\n");
        }
        return table.toString();
    }
}
