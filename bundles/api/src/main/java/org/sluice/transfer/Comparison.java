package org.sluice.transfer;

import java.util.List;

/**
 * How two trees compare.
 *
 * @param entries entries of either tree
 * @param files regular files whose contents were compared
 * @param bytes content compared, in bytes
 * @param differences exact number of entries that differ
 * @param sample the first 1,000 that differ
 */
public record Comparison(long entries, long files, long bytes, long differences, List<Difference> sample) {

    public Comparison {
        sample = List.copyOf(sample);
    }

    /** Whether nothing differs. */
    public boolean equal() {
        return differences == 0;
    }

    /**
     * How one entry compares.
     *
     * @param sign {@code +} only in the source, {@code -} only in the destination, {@code *} in both but different,
     *     {@code =} the same
     * @param path below the trees, escaped for people
     * @param what differs: {@code content}, {@code mode 0644 != 0600}, ...; empty when nothing does
     */
    public record Difference(char sign, String path, String what) {}
}
