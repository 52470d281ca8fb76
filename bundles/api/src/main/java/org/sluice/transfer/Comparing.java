package org.sluice.transfer;

import java.nio.file.Path;
import java.util.List;

/**
 * When a file at the destination is taken for the source's.
 *
 * @param checksum by its content, not by size and time ({@code -c})
 * @param update also when it is newer than the source's ({@code -u})
 * @param linkDest directories beside the destination: a file that is unchanged there is linked from there, not copied
 *     ({@code --link-dest}); relative ones are relative to the destination
 */
public record Comparing(boolean checksum, boolean update, List<Path> linkDest) {

    /** Size and time. */
    public static final Comparing DEFAULT = new Comparing(false, false, List.of());

    /** As many as rsync takes. */
    private static final int MOST_LINK_DESTS = 20;

    public Comparing {
        linkDest = List.copyOf(linkDest);
        if (linkDest.size() > MOST_LINK_DESTS) {
            throw new IllegalArgumentException(
                    linkDest.size() + " directories to link from; " + MOST_LINK_DESTS + " at most");
        }
    }
}
