package org.sluice.transfer;

import org.osgi.annotation.versioning.ProviderType;

/** A transfer that was started. */
@ProviderType
public interface Transfer extends AutoCloseable {

    /** Names it in this process. */
    String id();

    /** How far it is. Never waits. */
    TransferStatus status();

    /**
     * Waits for its end.
     *
     * @return what landed; failures of single entries are in it
     * @throws TransferException when it ended before its time
     */
    TransferResult await() throws TransferException, InterruptedException;

    /** Cancels it unless it has ended, and waits until nothing of it runs any more. What has landed stays. */
    @Override
    void close();
}
