package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A directory of the source and its counterpart at the destination. Counts who still has to do with it: when nobody has,
 * the directory gets its own mode, owner and time.
 */
final class Pair {

    private final Optional<Pair> above;
    private final Root source;
    private final RelPath from;
    private final RelPath to;
    private final Optional<Entry> origin;
    private final Optional<Entry> there;
    private final Optional<FreshTree> tree;
    private final long device;
    private final AtomicInteger pending = new AtomicInteger(1);
    private volatile Optional<Scopes> scopes = Optional.empty();
    private volatile boolean touched;
    private volatile boolean divided;

    /**
     * One.
     *
     * @param above which this keeps pending
     * @param source root that {@code from} is below
     * @param from the source directory
     * @param to its counterpart, below the destination's root
     * @param origin the source directory, whose mode, owner and time the counterpart gets; empty if it is nobody's
     * @param there what was there before; empty when it is made anew
     * @param tree the new tree it lies in
     * @param device that the counterpart is on
     */
    Pair(
            Optional<Pair> above,
            Root source,
            RelPath from,
            RelPath to,
            Optional<Entry> origin,
            Optional<Entry> there,
            Optional<FreshTree> tree,
            long device) {
        this.above = above;
        this.source = source;
        this.from = from;
        this.to = to;
        this.origin = origin;
        this.there = there;
        this.tree = tree;
        this.device = device;
        above.ifPresent(Pair::retain);
    }

    Optional<Pair> above() {
        return above;
    }

    Root source() {
        return source;
    }

    RelPath from() {
        return from;
    }

    RelPath to() {
        return to;
    }

    Optional<Entry> origin() {
        return origin;
    }

    Optional<Entry> there() {
        return there;
    }

    Optional<FreshTree> tree() {
        return tree;
    }

    long device() {
        return device;
    }

    /** Which entries take part; empty when all do. */
    Optional<Scopes> scopes() {
        return scopes;
    }

    /** Says which entries take part, before any is looked at. */
    void select(Scopes some) {
        scopes = Optional.of(some);
    }

    /** Whether it is the topmost directory of a new tree. */
    boolean isTopOfTree() {
        return tree.isPresent() && tree.get().destination().equals(to);
    }

    /** Something in the counterpart changes, and its time with it. */
    void touch() {
        touched = true;
    }

    boolean isTouched() {
        return touched;
    }

    /** It could not be moved as a whole, so that nobody tries it with what is below either. */
    void divide() {
        divided = true;
    }

    boolean isDivided() {
        return divided;
    }

    /** Keeps it open. */
    void retain() {
        pending.incrementAndGet();
    }

    /** Whether this was the last to let go of it. */
    boolean release() {
        return pending.decrementAndGet() == 0;
    }

    /** An entry in it, for people. */
    String name(RelPath entry) {
        try {
            return to.resolve(entry).toString();
        } catch (InvalidPathException tooLong) {
            return to + "/" + entry;
        }
    }

    /** Opens the source directory. */
    Root openSource() throws IOException {
        return source.enter(from);
    }

    /** Opens the counterpart, wherever it lies now. */
    Root openTarget(Root root) throws IOException, InterruptedException {
        if (tree.isEmpty() || tree.get().isNamed()) {
            return root.enter(to);
        }
        try {
            return root.enter(tree.get().locate(to));
        } catch (InvalidPathException tooLong) {
            throw new FileSystemException(
                    to.toString(), null, "its path, where new directories are made, is " + tooLong.getReason());
        } catch (NoSuchFileException renamed) {
            if (!tree.get().isClosed()) {
                throw renamed;
            }
            tree.get().awaitNamed();
            return root.enter(to);
        }
    }
}
