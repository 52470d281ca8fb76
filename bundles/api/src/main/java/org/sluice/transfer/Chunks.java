package org.sluice.transfer;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What is kept of chunks under {@code SLUICE_HOME}, so that none is read or sent twice: which files consist of which, and
 * chunks for themselves. All of it can go without harm.
 */
@ProviderType
public interface Chunks {

    /**
     * How much is kept.
     *
     * @throws TransferException (INCOMPATIBLE) when nothing keeps chunks, (FILE_IO) when it cannot be read
     */
    Held held() throws TransferException;

    /**
     * Drops what is known of files that have changed or gone, and chunks beyond the bound; gives room back to the disk.
     *
     * @throws TransferException as {@link #held}
     */
    Collected collect() throws TransferException;

    /**
     * Reads all that is kept, and drops what is damaged. The files themselves are not read.
     *
     * @throws TransferException as {@link #held}
     */
    Checked verify() throws TransferException;

    /**
     * How much is kept.
     *
     * @param files whose chunks are known
     * @param entries chunks of those files
     * @param mostEntries more are not kept
     * @param indexBytes room on the disk for that
     * @param chunks that are kept for themselves
     * @param storeBytes content of those
     * @param mostStoreBytes more is not kept
     */
    record Held(
            long files,
            long entries,
            long mostEntries,
            long indexBytes,
            long chunks,
            long storeBytes,
            long mostStoreBytes) {}

    /**
     * What was dropped.
     *
     * @param files that have changed or gone
     * @param storeBytes content of chunks
     * @param indexBytes room on the disk that the index needs less
     */
    record Collected(long files, long storeBytes, long indexBytes) {}

    /**
     * What was looked at.
     *
     * @param files whose chunks are known
     * @param damagedFiles of which that was damaged, and is dropped
     * @param chunks that are kept for themselves
     * @param damagedChunks of those, dropped
     */
    record Checked(long files, long damagedFiles, long chunks, long damagedChunks) {}
}
