package org.sluice.core.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Selection;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** A selection understood: where the scopes of directories come from. */
public final class Rules {

    private final List<Item> items;
    private final Optional<List<byte[]>> names;
    private final boolean recursive;
    private final boolean zeroEnded;
    private final boolean excludedAreDeleted;

    private Rules(List<Item> items, Selection selection, boolean excludedAreDeleted) {
        this.items = items;
        this.names = selection.filesFrom();
        this.recursive = selection.recursive();
        this.zeroEnded = selection.zeroEnded();
        this.excludedAreDeleted = excludedAreDeleted;
    }

    /**
     * Reads the rules, and the files that they name at once.
     *
     * @param excludedAreDeleted whether a rule that does not say so protects nothing
     * @throws TransferException (USAGE) when a rule cannot be understood; (FILE_IO) when a file cannot be read
     */
    public static Rules of(Selection selection, boolean excludedAreDeleted) throws TransferException {
        Path directory = selection.directory();
        boolean zeroEnded = selection.zeroEnded();
        RuleReader reader = new RuleReader(
                name -> load(directory, name),
                zeroEnded,
                excludedAreDeleted,
                Item.Rule.WHOLE_TRANSFER,
                new HashSet<>());
        for (Filter filter : selection.filters()) {
            try {
                reader.rule(filter.text(), reading(filter.kind(), zeroEnded));
            } catch (BadRuleException e) {
                throw new TransferException(Reason.USAGE, e.getMessage(), e);
            } catch (IOException e) {
                throw new TransferException(
                        Reason.FILE_IO,
                        "reading filter rules, \"" + new String(filter.text(), StandardCharsets.UTF_8) + "\": "
                                + IoReason.of(e),
                        e);
            }
        }
        return new Rules(reader.items(), selection, excludedAreDeleted);
    }

    private static Reading reading(Filter.Kind kind, boolean zeroEnded) {
        return switch (kind) {
            case RULE -> Reading.rules(zeroEnded);
            case INCLUDE -> Reading.patterns(true, zeroEnded);
            case EXCLUDE -> Reading.patterns(false, zeroEnded);
        };
    }

    static Optional<byte[]> load(Path directory, byte[] name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(new String(name, StandardCharsets.UTF_8))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether files of rules in the directories of a tree count. */
    public boolean readsDirectories() {
        return Scope.hasFiles(items);
    }

    /** Whether anything can be left out. */
    public boolean isSelective() {
        return !items.isEmpty() || names.isPresent();
    }

    /**
     * What is taken from a source.
     *
     * @param top absolute path of the directory that the names of the transfer are relative to
     * @param files the files in it; empty when not its contents are transferred, but single entries of it
     */
    public Scope sending(Path top, Optional<RuleFiles> files) throws IOException {
        return Scope.top(this, Sides.SENDER, top, files);
    }

    /** What may be deleted at a destination, asked as {@link #sending}. */
    public Scope receiving(Path top, Optional<RuleFiles> files) throws IOException {
        return Scope.top(this, Sides.RECEIVER, top, files);
    }

    List<Item> items() {
        return items;
    }

    /** The names that were asked for, without those that {@code top} keeps out. */
    Wanted wanted(Scope top) {
        return names.map(asked -> Wanted.of(
                        asked.stream().filter(name -> !top.excludesName(name)).toList(), recursive))
                .orElse(Wanted.EVERYTHING);
    }

    RuleReader reader(RuleFiles files, int directory, Set<String> mentioned) {
        return new RuleReader(files, zeroEnded, excludedAreDeleted, directory, mentioned);
    }
}
