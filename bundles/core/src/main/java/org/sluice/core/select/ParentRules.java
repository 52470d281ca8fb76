package org.sluice.core.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.select.Item.PerDirectory;

/**
 * Rules in the directories above a transfer: those of a per-directory file that was named with a directory, from that
 * directory down to the one above the transfer's; and to the transfer's own when only single entries of it are meant.
 */
final class ParentRules {

    private ParentRules() {}

    static List<Item> read(Rules rules, Path top, boolean itself) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Item item : rules.items()) {
            items.add(
                    item instanceof PerDirectory file && file.spec().hasDirectory()
                            ? read(file, rules, top, itself)
                            : item);
        }
        return items;
    }

    private static PerDirectory read(PerDirectory file, Rules rules, Path top, boolean itself) throws IOException {
        Path from = top.resolve(new String(file.spec().directory(), StandardCharsets.UTF_8))
                .normalize();
        List<Item> items = List.of();
        if (file.spec().inherited() && top.startsWith(from)) {
            for (int parts = from.getNameCount(); parts < top.getNameCount() + (itself ? 1 : 0); parts++) {
                Path directory = parts == 0 ? top.getRoot() : top.getRoot().resolve(top.subpath(0, parts));
                items = with(file, items, directory, rules);
            }
        }
        return new PerDirectory(file.spec(), items);
    }

    private static List<Item> with(PerDirectory file, List<Item> inherited, Path directory, Rules rules)
            throws IOException {
        RuleFiles files = name -> Rules.load(directory, name);
        Optional<byte[]> content = files.read(file.spec().lastPart());
        if (content.isEmpty()) {
            return inherited;
        }
        Set<String> mentioned = RuleReader.mentioned(rules.items());
        mentioned.addAll(RuleReader.mentioned(inherited));
        RuleReader reader = rules.reader(files, Scope.bytes(directory).length, mentioned);
        reader.file(content.get(), file.spec().reading());
        List<Item> items = new ArrayList<>(reader.items());
        items.addAll(reader.cleared() ? List.of() : inherited);
        return items;
    }
}
