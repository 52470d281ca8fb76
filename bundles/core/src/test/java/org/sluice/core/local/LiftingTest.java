package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.RelPath;
import org.sluice.io.fallback.NioBackend;

/** Directories that their owner may not write to, as an ordinary user meets them. */
class LiftingTest {

    private static final Set<String> WRITING = Set.of("rename", "remove", "createDirectory");

    @TempDir
    private Path temporary;

    private Trees trees;

    @BeforeEach
    void make_trees() throws Exception {
        trees = new Trees(new NioBackend(), temporary).watching(WatchedRoot.Call::proceed, this::asOrdinaryUser);
        Trees.file(trees.source, "d/kept", "kept");
        Trees.file(trees.source, "d/new", "new");
        Trees.file(trees.source, "d/sub/newer", "newer");
        Trees.file(trees.target, "d/kept", "kept");
        Trees.file(trees.target, "d/extra/deep/x", "x");
        Trees.mode(trees.source.resolve("d"), "r-xr-xr-x");
        Trees.mode(trees.target.resolve("d/extra/deep"), "r-xr-xr-x");
        Trees.mode(trees.target.resolve("d"), "r-xr-xr-x");
        Trees.settle(trees.source);
        Trees.settle(trees.target);
    }

    /** The superuser runs tests, too. */
    private Object asOrdinaryUser(WatchedRoot.Call call) throws IOException {
        if (WRITING.contains(call.name())) {
            check(call.path());
            check(call.to());
        }
        return call.proceed();
    }

    private void check(RelPath path) throws IOException {
        Path parent = trees.target.resolve(path.parent().toString());
        if (Files.exists(parent) && !Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OWNER_WRITE)) {
            throw new AccessDeniedException(path.toString());
        }
    }

    private Outcome mirror() throws Exception {
        return trees.with(o -> o.withDeleting(o.deleting().withDelete())).copy();
    }

    @Test
    void they_are_changed_all_the_same_and_have_their_modes_afterwards() throws Exception {
        Outcome outcome = mirror();

        assertEquals(List.of(), outcome.problems());
        assertFalse(Files.exists(trees.target.resolve("d/extra")));
        assertEquals(Trees.all(trees.source), Trees.all(trees.target));
    }

    @Test
    void so_is_the_destination_itself() throws Exception {
        Trees.mode(trees.target, "r-xr-xr-x");
        Trees.mode(trees.source, "r-xr-xr-x");

        Outcome outcome = mirror();

        assertEquals(List.of(), outcome.problems());
        assertEquals(Trees.all(trees.source), Trees.all(trees.target));
    }

    @Test
    void where_nothing_is_to_be_done_nothing_is_lifted() throws Exception {
        mirror();
        trees.watching(WatchedRoot.Call::proceed, call -> {
            if (call.name().equals("apply")) {
                throw new AccessDeniedException(call.path().toString());
            }
            return asOrdinaryUser(call);
        });

        assertEquals(List.of(), mirror().problems());
    }
}
