package org.sluice.tck.check;

import java.util.Optional;
import java.util.function.Supplier;

/** The provider that is looked at now: JUnit makes the contracts' classes itself, so they find it here. */
final class Subject {

    private static volatile Optional<Supplier<?>> now = Optional.empty();

    private Subject() {}

    /** Runs contracts with a provider, which is asked for each time: its bundle may have been started anew. */
    static void during(Supplier<?> provider, Runnable contracts) {
        now = Optional.of(provider);
        try {
            contracts.run();
        } finally {
            now = Optional.empty();
        }
    }

    static <T> T of(Class<T> type) {
        return type.cast(now.orElseThrow().get());
    }
}
