package org.sluice.core.contract;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Any bytes as lines of a sidecar. See {@code itest/fuzz}. */
public final class SidecarFuzz {

    private static final String LINE = "FILE 5 644 0 0 2026-11-21T10:00:00.5Z - 1 2 1 0 - name 75736572=aa";

    private SidecarFuzz() {}

    /**
     * Reads entries, or refuses them; one that is read is written as something that is read as the same. The first byte says
     * which word of a good line the rest is put in place of, if any.
     */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        String[] words = LINE.split(" ");
        int word = data[0] & 0xff;
        if (word < words.length) {
            words[word] = text;
            text = String.join(" ", Arrays.asList(words));
        }
        text.lines().forEach(SidecarFuzz::read);
    }

    private static void read(String line) {
        Recorded recorded;
        try {
            recorded = Recorded.parse(line);
        } catch (IllegalArgumentException refused) {
            return;
        }
        String written = recorded.line();
        if (!Recorded.parse(written).line().equals(written)) {
            throw new IllegalStateException("another entry: " + written);
        }
    }
}
