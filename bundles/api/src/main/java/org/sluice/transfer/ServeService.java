package org.sluice.transfer;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Lets trusted peers reach our shares. */
@ProviderType
public interface ServeService {

    /** The port used when none is said. */
    int DEFAULT_PORT = 4433;

    /**
     * Starts to listen.
     *
     * @param listen {@code HOST[:PORT]}; port 0 takes a free one
     * @param shares offered besides the ones {@link Shares} has; they win when names are equal
     * @param trusted fingerprints trusted besides the ones {@link Peers} has
     * @throws TransferException (CONNECTION) when the address cannot be used
     */
    Serving serve(String listen, List<Share> shares, Set<String> trusted) throws TransferException;

    /** A peer that stays until it is closed. */
    @ProviderType
    interface Serving extends AutoCloseable {

        /** Where it listens: {@code 127.0.0.1:4433}. */
        String address();

        /** Stops listening, ends what runs, and waits until nothing of it runs any more. */
        @Override
        void close();
    }
}
