package org.sluice.transfer;

/**
 * Exact numbers of a transfer. Every entry found in the source is in one of {@code files}, {@code directories},
 * {@code links}, {@code linked}, {@code specials}, {@code unchanged}, {@code failed}, {@code vanished} and {@code skipped}.
 *
 * @param files regular files whose content landed
 * @param directories directories made
 * @param links symbolic links made
 * @param unchanged entries that were already there, whether or not their metadata had to be corrected
 * @param failed entries that failed
 * @param vanished entries that were gone, or had changed, when their turn came
 * @param skipped entries of a kind that is not transferred
 * @param bytes content of {@code files}, in bytes
 * @param unchangedBytes content of unchanged files, in bytes
 * @param deleted entries of the destination that were deleted
 * @param undeleted entries of the destination that stayed because no more were to be deleted
 * @param linked further names made for a file that has several
 * @param specials devices, FIFOs and sockets made
 * @param reusedBytes of {@code bytes}, what did not come from the source: it was at the receiver already
 */
public record Counts(
        long files,
        long directories,
        long links,
        long unchanged,
        long failed,
        long vanished,
        long skipped,
        long bytes,
        long unchangedBytes,
        long deleted,
        long undeleted,
        long linked,
        long specials,
        long reusedBytes) {

    /** Of a transfer all of whose content came from its source. */
    public Counts(
            long files,
            long directories,
            long links,
            long unchanged,
            long failed,
            long vanished,
            long skipped,
            long bytes,
            long unchangedBytes,
            long deleted,
            long undeleted,
            long linked,
            long specials) {
        this(
                files,
                directories,
                links,
                unchanged,
                failed,
                vanished,
                skipped,
                bytes,
                unchangedBytes,
                deleted,
                undeleted,
                linked,
                specials,
                0);
    }

    /** Of a transfer that neither deletes nor makes further names and special files. */
    public Counts(
            long files,
            long directories,
            long links,
            long unchanged,
            long failed,
            long vanished,
            long skipped,
            long bytes,
            long unchangedBytes) {
        this(files, directories, links, unchanged, failed, vanished, skipped, bytes, unchangedBytes, 0, 0, 0, 0, 0);
    }

    /** The same, of whose content so much was at the receiver already. */
    public Counts withReused(long reused) {
        return new Counts(
                files,
                directories,
                links,
                unchanged,
                failed,
                vanished,
                skipped,
                bytes,
                unchangedBytes,
                deleted,
                undeleted,
                linked,
                specials,
                reused);
    }

    /** All entries of the source. */
    public long entries() {
        return files + directories + links + linked + specials + unchanged + failed + vanished + skipped;
    }
}
