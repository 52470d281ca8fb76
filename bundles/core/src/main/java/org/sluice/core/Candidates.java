package org.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.ServiceReference;

/** The providers of one kind as they are now, the best first; bundles that come and go change it at any time. */
final class Candidates<T> {

    private volatile List<Ranked<T>> ranked = List.of();

    synchronized void add(T service, ServiceReference<T> reference) {
        List<Ranked<T>> more = new ArrayList<>(ranked);
        more.add(Ranked.of(service, reference));
        more.sort(Ranked.BEST_FIRST);
        ranked = List.copyOf(more);
    }

    synchronized void remove(T service) {
        ranked = ranked.stream().filter(r -> r.service() != service).toList();
    }

    List<Ranked<T>> all() {
        return ranked;
    }

    /** The best that fits. */
    Optional<T> best(Predicate<T> fits) {
        return ranked.stream().map(Ranked::service).filter(fits).findFirst();
    }
}
