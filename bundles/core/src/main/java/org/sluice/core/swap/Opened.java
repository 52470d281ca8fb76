package org.sluice.core.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sluice.io.IoBackend;

/** All that is open and can move. */
final class Opened {

    private final Supplier<Optional<IoBackend>> best;
    private final Set<Lasting<?>> all = ConcurrentHashMap.newKeySet();

    Opened(Supplier<Optional<IoBackend>> best) {
        this.best = best;
    }

    /** What was opened just now, at a backend that may have gone meanwhile. */
    <L extends Lasting<?>> L add(L lasting) {
        all.add(lasting);
        best.get().ifPresent(lasting::moveTo);
        return lasting;
    }

    void remove(Lasting<?> lasting) {
        all.remove(lasting);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Moves what is at such backends to the best there is; what was left. */
    List<Held<?>> move(Predicate<IoBackend> from) {
        List<Held<?>> left = new ArrayList<>();
        for (Lasting<?> lasting : all) {
            if (from.test(lasting.by())) {
                best.get().flatMap(lasting::moveTo).ifPresent(left::add);
            }
        }
        return left;
    }
}
