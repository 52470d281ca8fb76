package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sluice.core.land.Naming;
import org.sluice.core.land.Staging;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.transfer.Problem.Severity;

/** Gives trees and single entries their names, many at once. */
final class NameGiving {

    private final Root root;
    private final Stage stage;
    private final Discard discard;
    private final Report report;

    /** @param discard what becomes of what is replaced */
    NameGiving(Stage stage, Discard discard, Report report) {
        this.root = stage.root();
        this.stage = stage;
        this.discard = discard;
        this.report = report;
    }

    /** Names trees that nobody is in; what has landed with them. */
    List<Landed> nameTrees(List<FreshTree> closed) throws IOException {
        if (discard.notes()) {
            for (FreshTree tree : closed) {
                note(tree);
            }
            discard.settle();
        }
        Map<Rename, IOException> failures =
                rename(closed.stream().map(FreshTree::renaming).toList(), Set.of());
        List<Landed> news = new ArrayList<>();
        for (FreshTree tree : closed) {
            IOException failure = failures.get(tree.renaming());
            boolean well = failure == null || lifted(tree.in(), tree.renaming(), failure) || merged(tree, failure);
            tree.named(well);
            if (well) {
                news.addAll(tree.landed());
            }
        }
        return news;
    }

    /** Renames; where case is folded, over nothing but what is known to be replaced. */
    private Map<Rename, IOException> rename(List<Rename> renames, Set<RelPath> replaced) throws IOException {
        if (!stage.foldsCase()) {
            return root.rename(renames);
        }
        Map<Rename, IOException> failures = new HashMap<>();
        for (Rename rename : renames) {
            try {
                if (!replaced.contains(rename.to()) && root.find(rename.to()).isPresent()) {
                    throw new FileSystemException(
                            rename.to().toString(), null, "something there has this name, or one of another case");
                }
                root.rename(rename.from(), rename.to());
            } catch (IOException e) {
                failures.put(rename, e);
            }
        }
        return failures;
    }

    /** Renames once more where only its mode keeps the owner of the directory from it; whether it did. */
    private boolean lifted(Pair pair, Rename rename, IOException failure) {
        try {
            return failure instanceof AccessDeniedException
                    && (Lifting.lift(root, pair) || pair.isTouched())
                    && rename(List.of(rename), Set.of()).isEmpty();
        } catch (IOException again) {
            return false;
        }
    }

    /** Writes down what a tree brings. */
    private void note(FreshTree tree) throws IOException {
        Deque<Entry> waiting = new ArrayDeque<>(List.of(root.find(tree.at())
                .orElseThrow(() -> new NoSuchFileException(tree.destination().toString()))));
        while (!waiting.isEmpty()) {
            Entry entry = waiting.pop();
            discard.created(tree.destination().resolve(entry.path().below(tree.at())), entry);
            if (entry.isDirectory()) {
                waiting.addAll(Staging.children(root, entry.path()));
            }
        }
    }

    private boolean merged(FreshTree tree, IOException failure) {
        try {
            new Merging(stage, report).merge(tree.at(), tree.destination(), failure);
            return true;
        } catch (IOException e) {
            report.undone(tree.made(), tree.destination().toString(), Naming.FAILED + IoReason.of(e));
            return false;
        }
    }

    /** Names what was staged alone; what has landed with it. */
    List<Landed> name(List<Staged> staged) throws IOException {
        List<Staged> batch = new ArrayList<>(staged);
        batch.sort(Comparator.comparing(Staged::destination));
        keep(batch);
        Set<RelPath> replaced = stage.foldsCase()
                ? batch.stream()
                        .filter(entry -> entry.replaced().isPresent())
                        .map(Staged::destination)
                        .collect(Collectors.toSet())
                : Set.of();
        Map<Rename, IOException> failures =
                rename(batch.stream().map(Staged::renaming).toList(), replaced);
        Tally tally = new Tally();
        List<Landed> news = new ArrayList<>();
        for (Staged entry : batch) {
            try {
                check(entry, failures.get(entry.renaming()));
                tally.make(entry.from(), entry.link());
                if (!entry.landed().isSilent()) {
                    news.add(entry.landed());
                }
            } catch (IOException e) {
                fail(entry, Naming.FAILED, e);
            }
            entry.pair().touch();
        }
        report.take(tally);
        return news;
    }

    /** Keeps what is replaced, and writes down what is created; where that fails, nothing is replaced. */
    private void keep(List<Staged> batch) throws IOException {
        for (Iterator<Staged> each = batch.iterator(); each.hasNext(); ) {
            Staged entry = each.next();
            try {
                Optional<Entry> made = discard.notes() ? root.find(entry.at()) : Optional.empty();
                if (entry.replaced().isPresent()) {
                    discard.replaced(entry.destination(), entry.replaced().get(), made);
                } else if (made.isPresent()) {
                    discard.created(entry.destination(), made.get());
                }
            } catch (IOException e) {
                each.remove();
                fail(entry, "keeping what it replaces: ", e);
            }
        }
        discard.settle();
    }

    private void check(Staged entry, @Nullable IOException failure) throws IOException {
        if (failure != null && lifted(entry.pair(), entry.renaming(), failure)) {
            return;
        }
        if (failure instanceof AtomicMoveNotSupportedException) {
            stage.naming().nameAcross(entry.at(), entry.destination());
        } else if (failure != null) {
            throw failure;
        }
    }

    /** An entry does not get its name. */
    void fail(Staged entry, String doing, IOException cause) {
        report.problem(entry.destination().toString(), Severity.FAILED, doing + IoReason.of(cause));
        stage.naming().removeIfThere(entry.at());
    }
}
