package org.sluice.core;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.core.RunningTransfer.Ended;
import org.sluice.core.RunningTransfer.Run;
import org.sluice.core.jobs.JobFolder;
import org.sluice.core.progress.Meter;
import org.sluice.transfer.LocalPath;

/**
 * A run of which it is remembered how it goes.
 *
 * @param jobs where
 * @param verb of it
 * @param from where from, for people
 * @param to where to, for people
 * @param destination the local directory it lands in, if it does
 * @param peer named in errors
 * @param run what runs
 */
record Remembered(JobFolder jobs, String verb, String from, String to, Optional<Path> destination, String peer, Run run)
        implements Run {

    @Override
    public Ended run(Meter meter) throws Exception {
        JobFolder.Begun job = jobs.begin(verb, from, to, destination);
        try {
            Ended ended = run.run(meter);
            job.done(ended.counts());
            return ended;
        } catch (Throwable thrown) {
            job.interrupted(
                    Conversation.explain(Conversation.exception(thrown), peer).getMessage());
            throw thrown;
        }
    }

    static String names(List<LocalPath> paths) {
        return paths.stream()
                .map(path -> path.path() + (path.contents() ? "/" : ""))
                .collect(Collectors.joining(" "));
    }
}
