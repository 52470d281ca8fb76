package org.sluice.deploy;

import java.time.Duration;
import java.util.Optional;
import org.sluice.deploy.Found.Unfit;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Plugin.State;

/** A jar in {@code deploy/}, what a look at it has shown, and why it does not run. */
final class Entry {

    /**
     * What a verdict depends on.
     *
     * @param wiring changes with the bundles
     * @param trust what {@code plugin.trust} says
     */
    record Circumstances(long wiring, TrustList trust) {}

    /**
     * Why it does not run.
     *
     * @param under it holds as long as these are so; without any, as long as the jar is what it is
     */
    record Verdict(State state, String reason, Optional<Circumstances> under) {}

    private final String file;
    private final Stamp stamp;
    private final Found found;
    private final long since = System.nanoTime();
    private Optional<Verdict> verdict = Optional.empty();
    private boolean told;

    Entry(String file, Stamp stamp, Found found) {
        this.file = file;
        this.stamp = stamp;
        this.found = found;
    }

    String file() {
        return file;
    }

    Stamp stamp() {
        return stamp;
    }

    Found found() {
        return found;
    }

    Optional<Whole> whole() {
        return found instanceof Whole whole ? Optional.of(whole) : Optional.empty();
    }

    /** Why it does not run; empty when nothing is known against it. */
    Optional<Verdict> verdict() {
        return switch (found) {
            case Unfit unfit -> Optional.of(new Verdict(unfit.state(), unfit.reason(), Optional.empty()));
            case Whole _ -> verdict;
        };
    }

    void runs() {
        verdict = Optional.empty();
        told = false;
    }

    void judge(Verdict anew) {
        told = told && verdict.map(Verdict::reason).equals(Optional.of(anew.reason()));
        verdict = Optional.of(anew);
    }

    /** Whether it is in vain to try it. */
    boolean isJudged(Circumstances now) {
        return verdict.isPresent()
                && verdict.get().state() != State.SUPERSEDED
                && verdict.get().under().map(now::equals).orElse(true);
    }

    /** Whether a person should be told of the verdict, now and once. */
    boolean tell(Duration copying) {
        Optional<Verdict> now = verdict();
        boolean due = !told
                && now.isPresent()
                && switch (now.get().state()) {
                    case REFUSED, FAILED -> true;
                    case WAITING -> System.nanoTime() - since > copying.toNanos();
                    case ACTIVE, STARTING, SUPERSEDED, STOPPED -> false;
                };
        told |= due;
        return due;
    }

    /** Whether it may become whole, or has to be told soon. */
    boolean isRestless() {
        return !told && found instanceof Unfit unfit && unfit.state() == State.WAITING;
    }
}
