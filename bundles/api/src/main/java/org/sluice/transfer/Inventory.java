package org.sluice.transfer;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is there, what is chosen, and why not the others. */
@ProviderType
public interface Inventory {

    /** All providers of all kinds as they are now: by kind, the chosen one first, the unavailable last. */
    List<ProviderReport> providers();

    /**
     * One provider.
     *
     * @param kind {@code backend}, {@code transport}, {@code hasher}, ...
     * @param name its name
     * @param bundle symbolic name and version of the bundle it comes from
     * @param ranking its service ranking
     * @param state whether it is used
     * @param reason why it is in that state, one clause for people
     * @param features what it says it can do
     */
    record ProviderReport(
            String kind, String name, String bundle, int ranking, State state, String reason, List<String> features) {

        public ProviderReport {
            features = List.copyOf(features);
        }
    }

    /** Whether a provider is used. */
    enum State {
        CHOSEN,
        STANDBY,
        UNAVAILABLE
    }
}
