package org.sluice.core.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.local.HardLinks.Follower;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.transfer.Change;
import org.sluice.transfer.Problem.Severity;

/** Gives files that have landed their further names. */
final class Linking implements Task {

    private final LocalRun run;
    private final List<Follower> followers;

    Linking(LocalRun run, List<Follower> followers) {
        this.run = run;
        this.followers = followers;
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        for (Follower follower : followers) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            worker.begins("linking", follower.pair(), follower.item().name());
            try {
                link(worker, follower);
            } catch (IOException e) {
                run.report()
                        .problem(
                                follower.pair().name(follower.item().name()),
                                Severity.FAILED,
                                "linking: " + IoReason.of(e));
            } finally {
                run.release(follower.pair());
            }
        }
    }

    private void link(Worker worker, Follower follower) throws IOException {
        Pair pair = follower.pair();
        Item item = follower.item();
        RelPath first = follower.group().first();
        Optional<Entry> landed = run.isDry() ? Optional.empty() : run.root().find(first);
        if (!run.isDry() && landed.isEmpty()) {
            run.report()
                    .problem(
                            pair.name(item.name()),
                            Severity.FAILED,
                            "linking: the file, which " + first + " is a name of, too, was not copied");
            return;
        }
        if (isLinked(item, landed)) {
            worker.tally().unchanged++;
            worker.tally().unchangedBytes += item.from().isFile() ? item.from().size() : 0;
            if (run.moves()) {
                run.publication().land(List.of(new Landed(Optional.empty(), run.origin(pair, item, item.from()))));
            }
            return;
        }
        Landed news = news(pair, item, first);
        if (run.isDry()) {
            worker.tally().linked++;
            run.landed(List.of(news));
            return;
        }
        Nook nook = worker.nook();
        RelPath at = nook.path(nook.next());
        run.root().createLink(at, first);
        pair.retain();
        run.publication()
                .add(List.of(
                        new Staged(at, pair, pair.to().resolve(item.as()), item.from(), item.replaced(), true, news)));
    }

    private static boolean isLinked(Item item, Optional<Entry> landed) {
        return landed.isPresent()
                && item.there().isPresent()
                && item.there().get().id().equals(landed.get().id());
    }

    private Landed news(Pair pair, Item item, RelPath first) {
        Optional<Change> change = Optional.empty();
        if (run.tells()) {
            int bits = item.there()
                    .map(there -> run.keeping().difference(item.from(), there))
                    .orElse(Difference.NEW);
            change = Optional.of(new Change(
                    Difference.letters('h', item.from().kind(), bits),
                    pair.name(item.name()),
                    Optional.of(first.toString())));
        }
        return new Landed(change, run.origin(pair, item, item.from()));
    }
}
