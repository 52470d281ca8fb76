package org.sluice.transfer;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Transfers that ran on this machine, by any process of this user, at most 200; kept under {@code SLUICE_HOME}. */
@ProviderType
public interface Jobs {

    /** All of them, the latest first. */
    List<Job> list() throws TransferException;

    /** The job of this id, or the only one whose id ends so. */
    Optional<Job> find(String id) throws TransferException;

    /** What lies at a job's destination of large files that have not landed; none where that is at a peer. */
    List<Unfinished> unfinished(Job job) throws TransferException;

    /**
     * A large file that was begun.
     *
     * @param path below the destination, escaped for people
     * @param chunks that are there
     * @param of how many there are in all
     * @param size of the file, in bytes
     */
    record Unfinished(String path, long chunks, long of, long size) {}
}
