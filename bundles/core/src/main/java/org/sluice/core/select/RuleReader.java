package org.sluice.core.select;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sluice.core.select.Item.PerDirectory;
import org.sluice.core.select.Item.Rule;

/** Makes a list of items out of texts and files. */
final class RuleReader {

    /** Deeper than anybody nests files that name files. */
    private static final int MOST_NESTED = 20;

    private final RuleFiles files;
    private final boolean zeroEnded;
    private final boolean excludedAreDeleted;
    private final int directory;
    private final Set<String> mentioned;
    private final List<Item> items = new ArrayList<>();
    private boolean cleared;
    private int nested;

    /**
     * Begins an empty list.
     *
     * @param files what merge rules name
     * @param zeroEnded whether NULs end rules in these files
     * @param excludedAreDeleted whether a rule that does not say where it holds only hides
     * @param directory what anchored patterns are relative to, as {@link Rule#base}
     * @param mentioned names of files that any directory may have and that are read already; one that is mentioned again is
     *     passed over, or two files could name each other for ever
     */
    RuleReader(RuleFiles files, boolean zeroEnded, boolean excludedAreDeleted, int directory, Set<String> mentioned) {
        this.files = files;
        this.zeroEnded = zeroEnded;
        this.excludedAreDeleted = excludedAreDeleted;
        this.directory = directory;
        this.mentioned = mentioned;
    }

    /** The names of files that these items mention; of what is not inherited, its own name alone. */
    static Set<String> mentioned(List<Item> items) {
        Set<String> names = new HashSet<>();
        mention(items, names);
        return names;
    }

    private static void mention(List<Item> items, Set<String> names) {
        for (Item item : items) {
            if (item instanceof PerDirectory file) {
                names.add(key(file.spec()));
                mention(file.spec().inherited() ? file.items() : List.of(), names);
            }
        }
    }

    private static String key(MergeFile file) {
        return new String(file.lastPart(), StandardCharsets.ISO_8859_1);
    }

    /** What has been read. */
    List<Item> items() {
        return List.copyOf(items);
    }

    /** Whether what other lists said before is cleared. */
    boolean cleared() {
        return cleared;
    }

    /** Adds what a file says. */
    void file(byte[] content, Reading reading) throws IOException {
        ByteArrayOutputStream rule = new ByteArrayOutputStream();
        for (byte b : content) {
            if (ends(b, reading)) {
                line(rule.toByteArray(), reading);
                rule.reset();
            } else {
                rule.write(b);
            }
        }
        line(rule.toByteArray(), reading);
    }

    private static boolean ends(byte b, Reading reading) {
        boolean line = reading.zeroEnded() ? b == 0 : b == '\n' || b == '\r';
        return line || (reading.words() && (b == ' ' || (b >= '\t' && b <= '\r')));
    }

    private void line(byte[] line, Reading reading) throws IOException {
        boolean comment = line.length > 0 && (line[0] == '#' || line[0] == ';') && !reading.words();
        if (line.length > 0 && !comment) {
            rule(line, reading);
        }
    }

    /** Adds one rule. */
    void rule(byte[] text, Reading reading) throws IOException {
        RuleText rule = RuleText.parse(text, reading);
        if (reading.sides().isPresent() && rule.sides().isPresent()) {
            throw RuleText.bad(text, "says where it holds, and its file's rule does so, too");
        }
        switch (rule.act()) {
            case CLEAR -> {
                mentioned.removeAll(mentioned(items));
                items.clear();
                cleared = true;
            }
            case MATCH -> match(rule, reading);
            case MERGE -> merge(rule, text);
            case DIR_MERGE -> perDirectory(rule);
        }
    }

    private void match(RuleText rule, Reading reading) {
        boolean perishable = rule.has('p') || reading.perishable();
        Sides sides = rule.sides().or(reading::sides).orElse(unsaid());
        if (rule.has('C')) {
            for (byte[] pattern : Cvs.patterns()) {
                items.add(new Rule(Pattern.parse(pattern), Rule.WHOLE_TRANSFER, false, false, true, sides));
            }
        } else {
            Pattern pattern = Pattern.parse(rule.argument());
            boolean absolute = rule.has('/') || reading.absolute();
            int base = absolute ? 0 : pattern.isAnchored() ? directory : Rule.WHOLE_TRANSFER;
            items.add(new Rule(pattern, base, rule.include(), rule.has('!'), perishable, sides));
        }
    }

    /** Where a rule holds that does not say so. */
    private Sides unsaid() {
        return excludedAreDeleted ? Sides.SENDER : Sides.BOTH;
    }

    private void merge(RuleText rule, byte[] text) throws IOException {
        MergeFile file = file(rule);
        excludeItself(rule, file);
        if (++nested > MOST_NESTED) {
            throw RuleText.bad(text, "is one of too many files that name each other");
        }
        byte[] content =
                files.read(file.name()).orElseThrow(() -> RuleText.bad(text, "names a file that does not exist"));
        file(content, file.reading());
        nested--;
    }

    private void perDirectory(RuleText rule) {
        MergeFile file = file(rule);
        excludeItself(rule, file);
        if (mentioned.add(key(file))) {
            items.add(new PerDirectory(file, List.of()));
        }
    }

    private MergeFile file(RuleText rule) {
        return new MergeFile(rule.argument(), rule.reading(zeroEnded), !rule.has('n') && !rule.has('C'));
    }

    private void excludeItself(RuleText rule, MergeFile file) {
        if (rule.has('e')) {
            items.add(new Rule(Pattern.parse(file.lastPart()), Rule.WHOLE_TRANSFER, false, false, false, unsaid()));
        }
    }
}
