package org.sluice.core.local;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.transfer.Change;

/** What is told, and later done, about entries of a directory. */
final class News {

    private final LocalRun run;
    private final Pair pair;

    News(LocalRun run, Pair pair) {
        this.run = run;
        this.pair = pair;
    }

    /** Tells at once, if somebody wants to know. */
    void tell(char update, Item item, int bits, Optional<byte[]> target) {
        if (run.tells() && bits != Difference.NONE || run.tellsUnchanged()) {
            run.tell(change(update, item, bits, target));
        }
    }

    /** Of an entry that is made or changed, and has not landed yet. */
    Landed of(char update, Item item, int bits, Optional<byte[]> target) {
        if (!run.tells() && !run.moves()) {
            return Landed.SILENTLY;
        }
        return new Landed(
                run.tells() ? Optional.of(change(update, item, bits, target)) : Optional.empty(),
                run.origin(pair, item, item.from()));
    }

    /** Of an entry that nothing is to be told about. */
    Landed silent(Item item) {
        return run.moves() ? new Landed(Optional.empty(), run.origin(pair, item, item.from())) : Landed.SILENTLY;
    }

    private Change change(char update, Item item, int bits, Optional<byte[]> target) {
        return change(update, item.from(), bits, pair.name(item.name()), target);
    }

    /** A change of an entry of that name, and the target of a link. */
    static Change change(char update, Entry entry, int bits, String name, Optional<byte[]> target) {
        String slash = entry.isDirectory() ? "/" : "";
        return new Change(Difference.letters(update, entry.kind(), bits), name + slash, target.map(News::escaped));
    }

    private static String escaped(byte[] text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : new String(text, StandardCharsets.UTF_8).toCharArray()) {
            if (Character.isISOControl(c) || c == '\\' || Character.getType(c) == Character.FORMAT) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
