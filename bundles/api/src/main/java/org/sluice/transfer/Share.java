package org.sluice.transfer;

import java.nio.file.Path;

/**
 * A directory offered to peers by name.
 *
 * @param name without slashes, colons, control characters; not {@code .} or {@code ..}
 * @param directory what is offered
 * @param readOnly whether peers may only pull
 * @param setId whether set-user-id and set-group-id bits of pushed files are kept
 */
public record Share(String name, Path directory, boolean readOnly, boolean setId) {

    public Share {
        if (!name.matches("[^/:=\\p{Cntrl}]+") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a share");
        }
    }

    /**
     * Parses {@code NAME=DIR}, {@code NAME=DIR:ro} or {@code NAME=DIR:setid}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static Share parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("\"" + text + "\" is no share: write NAME=DIR or NAME=DIR:ro");
        }
        String directory = text.substring(equals + 1);
        boolean readOnly = directory.endsWith(":ro");
        boolean setId = directory.endsWith(":setid");
        String path = readOnly || setId ? directory.substring(0, directory.lastIndexOf(':')) : directory;
        if (path.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" names no directory");
        }
        return new Share(text.substring(0, equals), Path.of(path), readOnly, setId);
    }
}
