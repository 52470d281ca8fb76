package org.sluice.core.select;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a rule matches: a name, the last parts of a path, a path from where it is anchored, or a wildcard over these.
 *
 * <p>Asked with a path that begins with the slash before its first part and is followed by a slash, so that both can be
 * taken in.
 */
final class Pattern {

    private enum Reach {
        /** The name alone. */
        NAME,
        /** As many parts at the end as the pattern has. */
        LAST_PARTS,
        /** Everything from the anchor on. */
        WHOLE,
        /** Everything from the anchor, and from after any slash. */
        ANYWHERE
    }

    private final byte[] text;
    private final Optional<Wildcard> wildcard;
    private final Reach reach;
    private final int parts;
    private final boolean directoriesOnly;
    private final boolean takesSlashBefore;
    private final boolean takesSlashAfter;

    private Pattern(byte[] body, boolean anchored, boolean directoriesOnly) {
        this.text = body;
        this.directoriesOnly = directoriesOnly;
        this.wildcard = Wildcard.isWild(body) ? Optional.of(Wildcard.compile(body)) : Optional.empty();
        int stars = indexOfStars(body);
        boolean deep = stars >= 0;
        this.takesSlashBefore = stars == 0 && !anchored;
        this.takesSlashAfter = deep && endsWithThreeStars(body);
        int slashes = count(body);
        this.parts = slashes + 1;
        if (anchored || takesSlashBefore) {
            this.reach = Reach.WHOLE;
        } else if (deep) {
            this.reach = Reach.ANYWHERE;
        } else {
            this.reach = slashes > 0 ? Reach.LAST_PARTS : Reach.NAME;
        }
    }

    /** Of what a rule says: a slash first anchors it, a slash last is for directories alone. */
    static Pattern parse(byte[] said) {
        boolean directoriesOnly = said.length > 1 && said[said.length - 1] == '/';
        boolean anchored = said.length > 0 && said[0] == '/';
        int end = directoriesOnly ? said.length - 1 : said.length;
        return new Pattern(Arrays.copyOfRange(said, anchored ? 1 : 0, end), anchored, directoriesOnly);
    }

    /** Whether the rule is anchored, or may match more than the last part. */
    boolean needsPath() {
        return reach != Reach.NAME;
    }

    /** Whether it says where a path has to begin. */
    boolean isAnchored() {
        return reach == Reach.WHOLE && !takesSlashBefore;
    }

    /** Whether it matches the path from {@code start} to {@code end} of {@code path}, whose name begins at {@code name}. */
    boolean matches(byte[] path, int start, int name, int end, boolean directory) {
        if (directoriesOnly && !directory) {
            return false;
        }
        int until = directory && takesSlashAfter ? end + 1 : end;
        return switch (reach) {
            case NAME -> equal(path, name, until);
            case WHOLE -> equal(path, takesSlashBefore ? start - 1 : start, until);
            case LAST_PARTS -> {
                int from = lastParts(path, start, end);
                yield from >= 0 && equal(path, from, until);
            }
            case ANYWHERE -> anywhere(path, start, until);
        };
    }

    private boolean anywhere(byte[] path, int start, int until) {
        if (equal(path, start, until)) {
            return true;
        }
        for (int i = start; i < until; i++) {
            if (path[i] == '/' && equal(path, i + 1, until)) {
                return true;
            }
        }
        return false;
    }

    private boolean equal(byte[] path, int from, int until) {
        return wildcard.isPresent()
                ? wildcard.get().matches(path, from, until)
                : Arrays.equals(text, 0, text.length, path, from, until);
    }

    /** Where the last {@code parts} parts begin, or -1 when there are fewer. */
    private int lastParts(byte[] path, int start, int end) {
        int missing = parts;
        for (int i = end - 1; i >= start; i--) {
            if (path[i] == '/' && --missing == 0) {
                return i + 1;
            }
        }
        return missing == 1 ? start : -1;
    }

    private static int indexOfStars(byte[] body) {
        for (int i = 0; i + 1 < body.length; i++) {
            if (body[i] == '*' && body[i + 1] == '*') {
                return i;
            }
        }
        return -1;
    }

    private static boolean endsWithThreeStars(byte[] body) {
        int last = body.length - 1;
        return last >= 2 && body[last] == '*' && body[last - 1] == '*' && body[last - 2] == '*';
    }

    private static int count(byte[] body) {
        int slashes = 0;
        for (byte b : body) {
            if (b == '/') {
                slashes++;
            }
        }
        return slashes;
    }
}
