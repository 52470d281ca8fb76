package org.sluice.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TransferOptionsTest {

    @Test
    void unless_said_otherwise_a_transfer_keeps_what_archive_keeps_and_deletes_nothing() {
        TransferOptions options = TransferOptions.DEFAULTS;

        assertTrue(options.keeps(Kept.OWNER));
        assertFalse(options.keeps(Kept.HARD_LINKS));
        assertFalse(options.deleting().delete());
        assertEquals(Durability.BATCH, options.durability());
    }

    @Test
    void each_choice_is_changed_alone() {
        TransferOptions options = TransferOptions.DEFAULTS
                .withTrusted(Set.of("a"))
                .withKept(Set.of(Kept.MODE))
                .withUnkept(Unkept.STRICT)
                .withChown(Optional.of(new Owner(OptionalInt.of(1), OptionalInt.empty())))
                .withSelection(Selection.ALL.withOneFileSystem(true))
                .withComparing(new Comparing(true, false, List.of()))
                .withDeleting(Deleting.NONE.withDelete())
                .withDurability(Durability.NONE)
                .withBandwidth(OptionalLong.of(1))
                .withDryRun(true);

        assertEquals(
                new TransferOptions(
                        Set.of("a"),
                        Set.of(Kept.MODE),
                        Unkept.STRICT,
                        Optional.of(new Owner(OptionalInt.of(1), OptionalInt.empty())),
                        new Selection(List.of(), Path.of(""), false, Optional.empty(), true, true),
                        new Comparing(true, false, List.of()),
                        new Deleting(true, false, OptionalLong.empty(), false, Optional.empty(), false),
                        Durability.NONE,
                        OptionalLong.of(1),
                        true),
                options);
    }

    @Test
    void nonsense_is_refused() {
        Optional<Deleting.Backup> backup = Optional.of(new Deleting.Backup(Optional.empty(), "~"));
        OptionalLong unbounded = OptionalLong.empty();

        refused(() -> TransferOptions.DEFAULTS.withBandwidth(OptionalLong.of(0)));
        refused(() -> new Deleting(false, true, unbounded, false, Optional.empty(), false));
        refused(() -> new Deleting(true, false, OptionalLong.of(-1), false, Optional.empty(), false));
        refused(() -> new Deleting(true, false, unbounded, false, backup, true));
        refused(() -> new Deleting.Backup(Optional.empty(), ""));
        refused(() -> new Deleting.Backup(Optional.empty(), "a/b"));
        refused(() -> new Owner(OptionalInt.empty(), OptionalInt.empty()));
        refused(() -> new Owner(OptionalInt.of(-1), OptionalInt.empty()));
        refused(() -> new Filter(Filter.Kind.EXCLUDE, ""));
        refused(() -> new Comparing(false, false, Collections.nCopies(21, Path.of("x"))));
        refused(() -> new Change(">f", "a", Optional.empty()));
    }

    private static void refused(Executable nonsense) {
        assertThrows(IllegalArgumentException.class, nonsense);
    }

    @Test
    void a_change_reads_as_rsync_prints_it() {
        assertEquals("l -> to", new Change("cL+++++++++", "l", Optional.of("to")).name());
        assertEquals("b => a", new Change("hf+++++++++", "b", Optional.of("a")).name());
        assertTrue(new Change("*deleting  ", "d/", Optional.empty()).deletes());
        assertTrue(new Change(".f         ", "f", Optional.empty()).unchanged());
        assertFalse(new Change(".f..t......", "f", Optional.empty()).unchanged());
    }
}
