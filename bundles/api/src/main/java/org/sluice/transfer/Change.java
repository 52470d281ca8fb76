package org.sluice.transfer;

import java.util.Objects;
import java.util.Optional;

/**
 * What happened, or would happen, to one entry of the destination.
 *
 * @param letters as rsync's {@code --itemize-changes} writes them, always eleven: {@code >f+++++++++}, {@code .d..t......},
 *     {@code *deleting  }
 * @param path below the destination, escaped for people; a directory's ends with a slash, the destination itself is
 *     {@code ./}
 * @param target of a symbolic link, or the name that a hard link ({@code h} first) shares its file with, escaped for
 *     people
 */
public record Change(String letters, String path, Optional<String> target) {

    /** Eleven characters. */
    public static final String DELETING = "*deleting  ";

    public Change {
        if (letters.length() != DELETING.length()) {
            throw new IllegalArgumentException("\"" + letters + "\" has not eleven letters");
        }
        Objects.requireNonNull(path);
        Objects.requireNonNull(target);
    }

    /** Whether the entry is deleted. */
    public boolean deletes() {
        return letters.equals(DELETING);
    }

    /** Whether the entry was there already, just like this. */
    public boolean unchanged() {
        return letters.charAt(0) == '.' && letters.substring(2).isBlank();
    }

    /** Path and target as rsync prints them: {@code name}, {@code name -> target}, {@code name => other}. */
    public String name() {
        return path
                + target.map(to -> (letters.charAt(0) == 'h' ? " => " : " -> ") + to)
                        .orElse("");
    }
}
