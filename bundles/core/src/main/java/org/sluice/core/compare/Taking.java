package org.sluice.core.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.core.compare.DirectoryComparison.Pair;
import org.sluice.core.select.RuleFiles;
import org.sluice.core.select.Rules;
import org.sluice.core.select.Scope;
import org.sluice.io.RelPath;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/**
 * Which entries take part when one of two trees is a peer's. Both are walked from above, and what is in a directory that was
 * not entered does not take part. For one thread.
 */
final class Taking {

    /** Nobody here can read the files of rules that lie in a peer's tree. */
    private static final RuleFiles NONE = name -> Optional.empty();

    private final Map<RelPath, Pair> entered = new HashMap<>();

    Taking(Rules rules, Path top) throws IOException, TransferException {
        if (rules.readsDirectories()) {
            throw new TransferException(
                    Reason.USAGE,
                    "rules in files of the trees (-F, -C, dir-merge) cannot be read at a peer; give them as --filter");
        }
        Scope sending = rules.sending(top, Optional.of(NONE));
        entered.put(RelPath.ROOT, new Pair(RelPath.ROOT, sending, rules.receiving(top, Optional.of(NONE))));
    }

    /** Whether an entry of the source takes part. */
    boolean isSent(RelPath path, boolean directory) {
        Pair in = entered.get(path.parent());
        return path.isRoot()
                || (in != null && in.taken().wants(path.name()) && in.taken().takes(path.name(), directory));
    }

    /** Whether an entry of the destination that the source does not send is one too many. */
    boolean isExtra(RelPath path, boolean directory) {
        Pair in = entered.get(path.parent());
        return in != null && in.taken().wants(path.name()) && in.removable().takes(path.name(), directory);
    }

    /** Both have this directory, and it takes part. */
    void enter(RelPath path) throws IOException {
        Pair in = entered.get(path.parent());
        if (in != null && !path.isRoot()) {
            Pair here = new Pair(
                    path, in.taken().below(path.name(), NONE), in.removable().below(path.name(), NONE));
            if (here.taken().descends()) {
                entered.put(path, here);
            }
        }
    }

    boolean hasEntered(RelPath path) {
        return entered.containsKey(path);
    }
}
