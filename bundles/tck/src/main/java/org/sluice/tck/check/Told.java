package org.sluice.tck.check;

import java.io.PrintStream;

/**
 * What whoever started this process is told: a line for each event, of words with tabs between. It is told as it happens, so that it is
 * known what ran when the process dies.
 */
final class Told {

    /** What becomes of a sentence. */
    enum Fate {
        BEGUN,
        HELD,
        FAILED,
        UNCLAIMED
    }

    private final PrintStream out;

    Told(PrintStream out) {
        this.out = out;
    }

    /** A service is looked at from now on. */
    void service(String kind, String name) {
        say("SERVICE", kind, name, "", "");
    }

    /**
     * A sentence.
     *
     * @param group of sentences of one subject
     * @param why it failed or is not asked, else empty
     */
    void sentence(Fate fate, String group, String sentence, String why) {
        say(fate.name(), group, sentence, why, "");
    }

    /** Everything has been looked at. */
    void end() {
        say("END", "", "", "", "");
    }

    private void say(String... words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : "\t")
                    .append(word.replaceAll("\\s+", " ").strip());
        }
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
