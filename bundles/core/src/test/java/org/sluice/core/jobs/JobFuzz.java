package org.sluice.core.jobs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sluice.core.jobs.JobText.Kept;

/** Any bytes as what is kept of a job. See {@code itest/fuzz}. */
public final class JobFuzz {

    private static final String JOB = """
            {
              "id": "a",
              "verb": "push",
              "from": "b",
              "to": "c",
              "state": "DONE",
              "started": "2026-11-21T10:00:00Z",
              "ended": "2026-11-21T10:00:01Z",
              "process": "7 8",
              "destination": "/d",
              "message": "e",
              "files": 1,
              "bytes": 2
            }
            """;

    private JobFuzz() {}

    /**
     * Reads a job, or finds none; one that is read is written as something that is read as the same. The first byte says
     * which line of a good one the rest is put in place of, if any.
     */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        String[] lines = JOB.split("\n");
        int line = data[0] & 0xff;
        if (line < lines.length) {
            lines[line] = lines[line].replaceFirst(": .*", ": ") + text;
            text = String.join("\n", lines);
        }
        Optional<Kept> kept = JobText.read(text);
        if (kept.isPresent() && !JobText.read(JobText.write(kept.get())).equals(kept)) {
            throw new IllegalStateException("another job: " + kept);
        }
    }
}
