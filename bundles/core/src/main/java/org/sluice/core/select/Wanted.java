package org.sluice.core.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names below a directory that were asked for one by one. */
final class Wanted {

    /** All there is. */
    static final Wanted EVERYTHING = new Wanted(true, true);

    private static final Wanted NOTHING = new Wanted(false, false);

    private final Map<byte[], Wanted> names;
    private final boolean recursive;
    private boolean contents;

    private Wanted(boolean contents, boolean recursive) {
        this(new TreeMap<>(Arrays::compareUnsigned), contents, recursive);
    }

    private Wanted(Map<byte[], Wanted> names, boolean contents, boolean recursive) {
        this.names = names;
        this.contents = contents;
        this.recursive = recursive;
    }

    /**
     * Reads a list of names; a slash at the end of one means a directory's contents, too.
     *
     * @param recursive whether all that lies below a directory comes with it
     */
    static Wanted of(List<byte[]> list, boolean recursive) {
        Wanted top = new Wanted(false, recursive);
        list.forEach(name -> top.add(name, recursive));
        return top;
    }

    private void add(byte[] name, boolean descends) {
        Wanted at = this;
        for (byte[] part : parts(name)) {
            at = at.names.computeIfAbsent(part, _ -> new Wanted(false, descends));
        }
        at.contents |= descends || meansContents(name);
    }

    /** The parts of a name, {@code .} and empty ones left out and {@code ..} taken back. */
    static List<byte[]> parts(byte[] name) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= name.length; i++) {
            if (i == name.length || name[i] == '/') {
                byte[] part = Arrays.copyOfRange(name, from, i);
                if (isDots(part, 2)) {
                    if (!parts.isEmpty()) {
                        parts.removeLast();
                    }
                } else if (part.length > 0 && !isDots(part, 1)) {
                    parts.add(part);
                }
                from = i + 1;
            }
        }
        return parts;
    }

    private static boolean meansContents(byte[] name) {
        int end = name.length;
        boolean dot = end > 0 && name[end - 1] == '.' && (end == 1 || name[end - 2] == '/');
        boolean dots = end > 1 && name[end - 1] == '.' && name[end - 2] == '.' && (end == 2 || name[end - 3] == '/');
        return dot || dots || end == 0 || name[end - 1] == '/';
    }

    private static boolean isDots(byte[] part, int count) {
        return part.length == count && part[0] == '.' && part[count - 1] == '.';
    }

    /**
     * What is wanted below the entry of this name.
     *
     * @param excluded whether rules keep it out, so that it is entered only for names that were asked for
     */
    Wanted below(byte[] name, boolean excluded) {
        boolean all = contents && recursive;
        Wanted below = names.get(name);
        if (below == null) {
            return all ? EVERYTHING : NOTHING;
        }
        return new Wanted(below.names, (all || below.contents) && !excluded, recursive);
    }

    /** Whether the entry of this name leads to one that was asked for. */
    boolean implies(byte[] name) {
        Wanted below = names.get(name);
        return below != null && !below.names.isEmpty();
    }

    /** The only names wanted here; empty when all are. */
    Optional<List<byte[]>> only() {
        return contents ? Optional.empty() : Optional.of(List.copyOf(names.keySet()));
    }

    boolean wants(byte[] name) {
        return contents || names.containsKey(name);
    }
}
