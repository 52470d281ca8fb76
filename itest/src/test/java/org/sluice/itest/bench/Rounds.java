package org.sluice.itest.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each contestant in turn, over and over; the first rounds are discarded, the others count. */
final class Rounds {

    private static final int WARM_UP = 3;
    private static final int COUNTED = 5;

    private Rounds() {}

    /** What is done before each run: a destination is emptied. */
    @FunctionalInterface
    interface Preparation {
        void prepare() throws Exception;

        /** The contestants need none. */
        Preparation NONE = () -> {};
    }

    /** The counted runs by the contestants' names, in their order. */
    static Map<String, List<Contestant.Run>> of(List<Contestant> contestants, Preparation before) throws Exception {
        Map<String, List<Contestant.Run>> runs = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < COUNTED; round++) {
            for (Contestant contestant : contestants) {
                before.prepare();
                Contestant.Run run = contestant.run();
                System.err.printf("%s %.3f s%n", contestant.name(), run.seconds());
                if (round >= 0) {
                    runs.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                            .add(run);
                }
            }
        }
        return runs;
    }
}
