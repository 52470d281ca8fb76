package org.sluice.transfer;

import java.nio.file.Path;

/**
 * A local source or destination.
 *
 * @param path where it is
 * @param contents whether it was written with a slash, or {@code /.}, at its end: of a source its contents are meant,
 *     of a destination a directory
 */
public record LocalPath(Path path, boolean contents) {

    /** Parses what a person typed. */
    public static LocalPath parse(String text) {
        boolean contents = text.endsWith("/") || text.endsWith("/.") || text.equals(".");
        return new LocalPath(Path.of(text), contents);
    }

    /** As a person would type it. */
    @Override
    public String toString() {
        return path + (contents && !path.toString().endsWith("/") ? "/" : "");
    }
}
