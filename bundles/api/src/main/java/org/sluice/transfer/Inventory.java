package org.sluice.transfer;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What is there, what is chosen, and why not the others. */
@ProviderType
public interface Inventory {

    /** All providers of all kinds as they are now: by kind, the chosen one first, the unavailable last. */
    List<ProviderReport> providers();

    /**
     * From the next session on, goes by this transport wherever the peer can be reached by it, whatever is measured.
     *
     * @param scheme of a transport that is there; empty to have it measured again
     * @throws TransferException when there is none of that scheme, or it cannot be remembered
     */
    void preferTransport(Optional<String> scheme) throws TransferException;

    /** What the chosen backend has measured, now or in runs before, and does things by since: by work and file system. */
    List<Measured> measured();

    /**
     * A kind of work of which several ways were tried.
     *
     * @param provider who measured
     * @param work for people: {@code large files}
     * @param fileSystem type of the file system; {@code from>to} for a copy between two
     * @param chosen the way that is used; empty while they are still being tried
     * @param rates what each way achieves
     */
    record Measured(String provider, String work, String fileSystem, String chosen, List<Rate> rates) {

        /** Copies. */
        public Measured {
            rates = List.copyOf(rates);
        }
    }

    /**
     * What one way achieves.
     *
     * @param way for people: {@code ring}
     * @param perSecond units a second, the best seen
     * @param unit of what: {@code bytes}, {@code files}, {@code entries}
     */
    record Rate(String way, double perSecond, String unit) {}

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
