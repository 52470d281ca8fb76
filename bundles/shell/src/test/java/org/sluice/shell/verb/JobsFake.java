package org.sluice.shell.verb;

import java.util.List;
import java.util.Optional;
import org.sluice.transfer.Job;
import org.sluice.transfer.Jobs;

/** Jobs that are said to have been. */
record JobsFake(List<Job> list, List<Jobs.Unfinished> unfinished) implements Jobs {

    @Override
    public Optional<Job> find(String id) {
        return list.stream().filter(job -> job.id().endsWith(id)).findFirst();
    }

    @Override
    public List<Unfinished> unfinished(Job job) {
        return unfinished;
    }
}
