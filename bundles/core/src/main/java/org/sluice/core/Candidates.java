package org.sluice.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.framework.ServiceReference;

/** The providers of one kind as they are now, the best first; bundles that come and go change it at any time. */
final class Candidates<T> {

    private volatile List<Ranked<T>> ranked = List.of();

    synchronized void add(T service, ServiceReference<T> reference) {
        List<Ranked<T>> more = new ArrayList<>(ranked);
        more.add(Ranked.of(service, reference));
        more.sort(Ranked.BEST_FIRST);
        become(List.copyOf(more));
    }

    synchronized void remove(T service) {
        become(ranked.stream().filter(r -> r.service() != service).toList());
    }

    private void become(List<Ranked<T>> other) {
        ranked = other;
        notifyAll();
    }

    List<Ranked<T>> all() {
        return ranked;
    }

    /** The best that fits. */
    Optional<T> best(Predicate<T> fits) {
        return ranked.stream().map(Ranked::service).filter(fits).findFirst();
    }

    /** The best that fits, waited for while there is none; empty when none comes within {@code patience}. */
    Optional<T> awaited(Predicate<T> fits, Duration patience) throws InterruptedException {
        Optional<T> best = best(fits);
        return best.isPresent() ? best : awaitedLong(fits, System.nanoTime() + patience.toNanos());
    }

    private synchronized Optional<T> awaitedLong(Predicate<T> fits, long deadline) throws InterruptedException {
        while (best(fits).isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return best(fits);
    }
}
