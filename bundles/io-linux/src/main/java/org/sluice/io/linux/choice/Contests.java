package org.sluice.io.linux.choice;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.sluice.io.Choice;

/** The contests of a backend, those of runs before included. */
public final class Contests {

    private final Map<Subject, Contest> contests = new ConcurrentHashMap<>();
    private final Optional<History> history;
    private final LongSupplier clock;

    /** With what is remembered, if anything is. */
    public Contests(Optional<History> history) {
        this(history, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    Contests(Optional<History> history, LongSupplier clock) {
        this.clock = clock;
        this.history = history;
        history.ifPresent(remembered -> contests.putAll(remembered.load()));
    }

    /**
     * The contest for some work.
     *
     * @param ring whether there is a ring; without, nothing is done by it, whatever was chosen
     */
    public Contest of(Subject subject, boolean ring) {
        Contest contest = contests.computeIfAbsent(subject, this::begin);
        return ring ? contest : withoutRing(subject, contest);
    }

    private Contest begin(Subject subject) {
        return new Contest(subject.work().turns(), subject.work().means(), this::remember, clock);
    }

    private Contest withoutRing(Subject subject, Contest contest) {
        boolean usesRing = contest.chosen().map(Means.RING::equals).orElse(true);
        List<Means> others = subject.work().means().stream()
                .filter(each -> each != Means.RING)
                .toList();
        if (!usesRing) {
            return contest;
        }
        Contest other = new Contest(subject.work().turns(), others, this::remember, clock);
        return contests.replace(subject, contest, other) ? other : contests.getOrDefault(subject, other);
    }

    private void remember() {
        history.ifPresent(kept -> kept.save(contests));
    }

    /** For people. */
    public List<Choice> choices() {
        return contests.entrySet().stream()
                .map(each -> choice(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Choice::work).thenComparing(Choice::fileSystem))
                .toList();
    }

    private static Choice choice(Subject subject, Contest contest) {
        Map<Means, Double> rates = contest.rates();
        List<Choice.Figure> figures = subject.work().means().stream()
                .filter(rates::containsKey)
                .map(means -> new Choice.Figure(
                        means.label(), rates.get(means), subject.work().unit()))
                .toList();
        String chosen = contest.chosen().map(Means::label).orElse("");
        return new Choice(subject.work().label(), subject.fileSystem(), chosen, figures);
    }
}
