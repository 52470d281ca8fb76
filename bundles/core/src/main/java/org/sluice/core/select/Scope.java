package org.sluice.core.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.select.Item.PerDirectory;
import org.sluice.core.select.Item.Rule;

/**
 * Which entries of one directory take part; its own of that of the directory above. Immutable, so that any thread may ask.
 *
 * <p>Where there are no rules it is one object for the whole tree and answers at once.
 */
public final class Scope {

    private static final Rule[] NONE = {};

    private final Rules origin;
    private final Sides side;
    private final List<Item> items;
    private final Wanted wanted;
    private final Rule[] rules;
    private final boolean keepsPath;
    /** The directory's absolute path, with a slash at either end. */
    private final byte[] path;
    /** Where in it the part begins that rules see. */
    private final int top;

    private Scope(Rules origin, Sides side, List<Item> items, Wanted wanted, byte[] path, int top) {
        this.origin = origin;
        this.side = side;
        this.items = items;
        this.wanted = wanted;
        this.path = path;
        this.top = top;
        List<Rule> flat = new ArrayList<>();
        flatten(items, side, flat);
        this.rules = flat.toArray(NONE);
        this.keepsPath =
                hasFiles(items) || flat.stream().anyMatch(rule -> rule.pattern().needsPath());
    }

    /** Of a directory below {@code above} in which the same rules hold. */
    private Scope(Scope above, Wanted wanted, byte[] path) {
        this.origin = above.origin;
        this.side = above.side;
        this.items = above.items;
        this.wanted = wanted;
        this.rules = above.rules;
        this.keepsPath = above.keepsPath;
        this.path = path;
        this.top = above.top;
    }

    private static void flatten(List<Item> items, Sides side, List<Rule> flat) {
        for (Item item : items) {
            switch (item) {
                case Rule rule when rule.sides().includes(side) -> flat.add(rule);
                case Rule _ -> {}
                case PerDirectory file -> flatten(file.items(), side, flat);
            }
        }
    }

    static boolean hasFiles(List<Item> items) {
        return items.stream().anyMatch(PerDirectory.class::isInstance);
    }

    static Scope top(Rules rules, Sides side, Path directory, Optional<RuleFiles> files) throws IOException {
        byte[] path = bytes(directory);
        List<Item> items = rules.items();
        if (hasFiles(items)) {
            items = ParentRules.read(rules, directory, files.isEmpty());
        }
        Scope outside = new Scope(rules, side, items, Wanted.EVERYTHING, path, path.length);
        Scope top = files.isPresent() ? outside.entered(path, Wanted.EVERYTHING, files.get()) : outside;
        return new Scope(top, rules.wanted(top), path);
    }

    /** Whether rules keep out what was asked for by name. */
    boolean excludesName(byte[] name) {
        List<byte[]> parts = Wanted.parts(name);
        if (parts.isEmpty() || rules.length == 0) {
            return false;
        }
        byte[] last = parts.removeLast();
        Scope above = this;
        for (byte[] part : parts) {
            above = new Scope(above, wanted, above.pathOf(part));
        }
        boolean asFile = above.excludes(last, false, false);
        return asFile == above.excludes(last, true, false)
                ? asFile
                : above.excludes(last, above.isDirectory(last), false);
    }

    private boolean isDirectory(byte[] name) {
        String directory = new String(path, StandardCharsets.UTF_8);
        return Files.isDirectory(
                Path.of(directory, new String(name, StandardCharsets.UTF_8)), LinkOption.NOFOLLOW_LINKS);
    }

    static byte[] bytes(Path directory) {
        String text = directory.toString();
        return (text.endsWith("/") ? text : text + "/").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The scope of a directory in this one.
     *
     * @param files the files in it, where it may have rules of its own
     * @throws IOException when these cannot be read or understood
     */
    public Scope below(byte[] name, RuleFiles files) throws IOException {
        Wanted wantedThere = wanted.below(name, wanted.implies(name) && excludes(name, true, false));
        if (!keepsPath) {
            return wantedThere == wanted ? this : new Scope(this, wantedThere, path);
        }
        return entered(pathOf(name), wantedThere, files);
    }

    private byte[] pathOf(byte[] name) {
        byte[] there = Arrays.copyOf(path, path.length + name.length + 1);
        System.arraycopy(name, 0, there, path.length, name.length);
        there[there.length - 1] = '/';
        return there;
    }

    private Scope entered(byte[] there, Wanted wantedThere, RuleFiles files) throws IOException {
        return hasFiles(items)
                ? new Scope(
                        origin, side, enter(items, there, files, RuleReader.mentioned(items)), wantedThere, there, top)
                : new Scope(this, wantedThere, there);
    }

    /** The items with what the files of the directory at {@code there} say, which wins over what was inherited. */
    private List<Item> enter(List<Item> inherited, byte[] there, RuleFiles files, Set<String> mentioned)
            throws IOException {
        List<Item> entered = new ArrayList<>();
        for (Item item : inherited) {
            switch (item) {
                case Rule rule -> entered.add(rule);
                case PerDirectory file -> entered.add(enter(file, there, files, mentioned));
            }
        }
        return entered;
    }

    private PerDirectory enter(PerDirectory file, byte[] there, RuleFiles files, Set<String> mentioned)
            throws IOException {
        RuleReader reader = origin.reader(files, there.length, mentioned);
        Optional<byte[]> content = files.read(file.spec().lastPart());
        if (content.isPresent()) {
            reader.file(content.get(), file.spec().reading());
        }
        boolean inherits = file.spec().inherited() && !reader.cleared();
        List<Item> items = new ArrayList<>(enter(reader.items(), there, files, mentioned));
        items.addAll(inherits ? enter(file.items(), there, files, mentioned) : List.of());
        return new PerDirectory(file.spec(), items);
    }

    /** Whether an entry takes part: is transferred from a source; may be deleted at a destination. */
    public boolean takes(byte[] name, boolean directory) {
        return takes(name, directory, false);
    }

    /**
     * As {@link #takes(byte[], boolean)}.
     *
     * @param perishing whether this directory is being deleted, so that perishable rules hold no longer
     */
    public boolean takes(byte[] name, boolean directory, boolean perishing) {
        return rules.length == 0
                || (side == Sides.SENDER && wanted.implies(name))
                || !excludes(name, directory, perishing);
    }

    private boolean excludes(byte[] name, boolean directory, boolean perishing) {
        int before = keepsPath ? path.length : 1;
        byte[] whole = new byte[before + name.length + 1];
        System.arraycopy(path, 0, whole, 0, before);
        System.arraycopy(name, 0, whole, before, name.length);
        whole[whole.length - 1] = '/';
        for (Rule rule : rules) {
            if (!(perishing && rule.perishable()) && applies(rule, whole, before, directory)) {
                return !rule.include();
            }
        }
        return false;
    }

    private boolean applies(Rule rule, byte[] whole, int name, boolean directory) {
        int start = rule.base() == Rule.WHOLE_TRANSFER ? Math.min(top, name) : Math.max(rule.base(), 1);
        return rule.pattern().matches(whole, start, name, whole.length - 1, directory) != rule.negated();
    }

    /** The only names that were asked for here, which may not exist; empty when all that is here is meant. */
    public Optional<List<byte[]>> only() {
        return wanted.only();
    }

    /** Whether this entry was asked for, as far as lists of names say; rules are not asked. */
    public boolean wants(byte[] name) {
        return wanted.wants(name);
    }

    /** Whether anything in this directory was asked for: it need not be looked into otherwise. */
    public boolean descends() {
        return wanted.only().map(names -> !names.isEmpty()).orElse(true);
    }
}
