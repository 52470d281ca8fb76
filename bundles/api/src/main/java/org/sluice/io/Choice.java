package org.sluice.io;

import java.util.List;
import java.util.Objects;

/**
 * What a backend has measured of a kind of work on a kind of file system, and what it does it by since.
 *
 * @param work for people: {@code large files}
 * @param fileSystem the file system's type, {@code from>to} for a copy between two
 * @param chosen which of the ways tried; empty while they are still being tried
 * @param figures what was measured, a figure for each way tried
 */
public record Choice(String work, String fileSystem, String chosen, List<Figure> figures) {

    /** Checks and copies. */
    public Choice {
        Objects.requireNonNull(work);
        Objects.requireNonNull(fileSystem);
        Objects.requireNonNull(chosen);
        figures = List.copyOf(figures);
    }

    /**
     * What one way of doing it achieves.
     *
     * @param way for people: {@code ring}
     * @param rate units per second of one thread's time, the best seen; 0 while it has not been tried
     * @param unit of what: {@code bytes}, {@code files}, {@code entries}
     */
    public record Figure(String way, double rate, String unit) {

        /** Checks that there are names. */
        public Figure {
            Objects.requireNonNull(way);
            Objects.requireNonNull(unit);
        }
    }
}
