package org.sluice.transfer;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The shares we offer whenever we serve; kept under {@code SLUICE_HOME}. */
@ProviderType
public interface Shares {

    /**
     * Adds a share, or replaces the one of its name.
     *
     * @throws TransferException (USAGE) when its directory does not exist
     */
    void add(Share share) throws TransferException;

    /** All shares, in the order they were added. */
    List<Share> list() throws TransferException;

    /** Removes a share by name; whether there was one. */
    boolean remove(String name) throws TransferException;
}
