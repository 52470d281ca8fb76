package org.sluice.transfer;

/**
 * Exact numbers of a transfer. Every entry found is in one of {@code files}, {@code directories}, {@code links},
 * {@code unchanged}, {@code failed}, {@code vanished} and {@code skipped}.
 *
 * @param files regular files whose content landed
 * @param directories directories made
 * @param links symbolic links made
 * @param unchanged entries that were already there, whether or not their metadata had to be corrected
 * @param failed entries that failed
 * @param vanished entries that were gone, or had changed, when their turn came
 * @param skipped special files, which are not transferred
 * @param bytes content of {@code files}, in bytes
 * @param unchangedBytes content of unchanged files, in bytes
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
        long unchangedBytes) {

    /** All entries. */
    public long entries() {
        return files + directories + links + unchanged + failed + vanished + skipped;
    }
}
