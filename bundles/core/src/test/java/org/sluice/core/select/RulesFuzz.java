package org.sluice.core.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Selection;
import org.sluice.transfer.TransferException;

/** Any bytes as a rule, and as the file of rules of every directory. See {@code itest/fuzz}. */
public final class RulesFuzz {

    private static final byte[] NAME = "name".getBytes(StandardCharsets.US_ASCII);
    private static final Path NOWHERE = Path.of("/nowhere");

    private RulesFuzz() {}

    /** The first byte says how rules are read; the rest is a rule, a file of them, and a name. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        byte[] content = Arrays.copyOfRange(data, 1, data.length);
        RuleFiles files = name -> Optional.of(content);
        Filter first = (data[0] & 2) != 0
                ? new Filter(Filter.Kind.RULE, content)
                : new Filter(Filter.Kind.RULE, (data[0] & 4) != 0 ? ":C" : "dir-merge rules");
        try {
            Rules rules = Rules.of(
                    Selection.ALL.withFilters(List.of(first), NOWHERE, (data[0] & 1) != 0), (data[0] & 8) != 0);
            Scope below = rules.sending(NOWHERE, Optional.of(files)).below(NAME, files);
            below.takes(NAME, true, false);
            below.below(content, files).takes(content, false, true);
        } catch (IOException | TransferException refused) {
            // As it may be.
        }
    }
}
