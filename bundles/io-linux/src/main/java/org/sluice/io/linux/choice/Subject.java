package org.sluice.io.linux.choice;

/**
 * What is chosen for.
 *
 * @param fileSystem its type; {@code from>to} for work between two
 */
public record Subject(Work work, String fileSystem) {

    /** Of work that reads one file system and writes another, or the same. */
    public static Subject of(Work work, String from, String to) {
        return new Subject(work, from.equals(to) ? from : from + ">" + to);
    }
}
