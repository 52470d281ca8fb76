package org.sluice.core.compare;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.core.select.Scope;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

/** Compares one directory with its counterpart, on one thread. */
final class DirectoryComparison {

    /**
     * A directory and its counterpart.
     *
     * @param path below either tree
     * @param taken what of it is taken from the source
     * @param removable what of it may be deleted at the destination
     */
    record Pair(RelPath path, Scope taken, Scope removable) {}

    private final Side source;
    private final Side destination;
    private final Ways ways;
    private final Contents contents;
    private final Findings findings;
    private final Consumer<Pair> further;

    /** {@code further} is told of directories below. */
    DirectoryComparison(
            Side source, Side destination, Ways ways, Contents contents, Findings findings, Consumer<Pair> further) {
        this.source = source;
        this.destination = destination;
        this.ways = ways;
        this.contents = contents;
        this.findings = findings;
        this.further = further;
    }

    void compare(Pair pair) throws IOException {
        Map<RelPath, IOException> unknown = new TreeMap<>();
        Map<RelPath, Entry> here;
        Map<RelPath, Entry> there;
        try {
            here = source.list(pair.path(), unknown);
            there = destination.list(pair.path(), unknown);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            findings.differs('*', pair.path(), "cannot be listed: " + IoReason.of(e));
            return;
        }
        SortedSet<RelPath> names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        names.addAll(unknown.keySet());
        for (RelPath name : names) {
            IOException cause = unknown.get(name);
            if (cause != null) {
                findings.differs('*', name, "cannot be looked at: " + IoReason.of(cause));
            } else {
                compare(pair, name, here.get(name), there.get(name));
            }
        }
    }

    private void compare(Pair pair, RelPath path, @Nullable Entry one, @Nullable Entry other) throws IOException {
        byte[] name = path.name();
        if (!pair.taken().wants(name)) {
            return;
        }
        boolean sent = one != null && ways.takes(one.kind()) && pair.taken().takes(name, one.isDirectory());
        if (one != null && sent) {
            if (other == null) {
                findings.differs('+', path, "only in the source");
            } else {
                compare(
                        path,
                        one,
                        other,
                        () -> further.accept(new Pair(
                                path,
                                pair.taken().below(name, source.rules(path)),
                                pair.removable().below(name, destination.rules(path)))));
            }
        } else if (other != null
                && pair.removable().takes(name, other.isDirectory())
                && (one == null || ways.takes(one.kind()))) {
            findings.differs('-', path, "only in the destination");
        }
    }

    interface Descent {
        void descend() throws IOException;
    }

    /** Compares two entries; what cannot be read differs. */
    void compare(RelPath path, Entry one, Entry other, Descent descent) throws IOException {
        if (one.kind() != other.kind()) {
            findings.differs('*', path, one.kind() + " != " + other.kind());
            return;
        }
        List<String> differences = new ArrayList<>();
        try {
            if (one.isFile()) {
                compareContent(path, one, other, differences);
            }
            differences.addAll(ways.of(path, one, other));
            if (one.isDirectory()) {
                descent.descend();
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            differences.add("cannot be read: " + IoReason.of(e));
        }
        if (differences.isEmpty()) {
            findings.same(path);
        } else {
            findings.differs('*', path, String.join(", ", differences));
        }
    }

    private void compareContent(RelPath path, Entry one, Entry other, List<String> differences) throws IOException {
        if (one.size() != other.size()) {
            findings.content(0);
            differences.add("size " + one.size() + " != " + other.size());
            return;
        }
        findings.content(one.size());
        if (!contents.equal(path, one.size())) {
            differences.add("content");
        }
    }
}
