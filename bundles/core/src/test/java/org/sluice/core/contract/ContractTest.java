package org.sluice.core.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.scan.Start;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.IoBackend;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Problem;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.Unkept;

class ContractTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_000_000_001, 500_000_000);
    private static final Set<Aspect> NAMED = EnumSet.of(Aspect.ATTRIBUTES, Aspect.ACL);
    private static final RelPath TREE = path("tree");
    private static final RelPath FILE = path("tree/file");
    private static final RelPath LINK = path("tree/link");

    private final IoBackend backend = new NioBackend();

    @TempDir
    private Path folder;

    private Root source;
    private Root destination;
    private Root poor;

    @BeforeEach
    void open() throws IOException {
        source = backend.root(Files.createDirectory(folder.resolve("source")));
        destination = backend.root(Files.createDirectory(folder.resolve("destination")));
        poor = new PoorRoot(destination);
        source.createDirectory(TREE, 0750);
        source.store(
                FILE,
                MemorySegment.ofArray("content".getBytes(UTF_8)),
                new Metadata(0640, Metadata.UNKNOWN, Metadata.UNKNOWN, TIME));
        source.createSymlink(LINK, "file".getBytes(UTF_8));
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        destination.close();
    }

    @Test
    void a_trial_leaves_no_trace() throws Exception {
        destination.apply(RelPath.ROOT, new Metadata(0755, Metadata.UNKNOWN, Metadata.UNKNOWN, TIME));

        VolumeProbe.of(destination, backend.features(), false);

        assertEquals(
                TIME, destination.find(RelPath.ROOT).orElseThrow().metadata().modified());
        assertEquals(Set.of(), Set.of(folder.resolve("destination").toFile().list()));
    }

    private static RelPath path(String text) {
        return RelPath.parse(text);
    }

    private static TransferOptions options(Unkept policy, Kept... more) {
        Set<Kept> kept = EnumSet.copyOf(Kept.ARCHIVE);
        kept.addAll(List.of(more));
        return TransferOptions.DEFAULTS.withKept(kept).withUnkept(policy);
    }

    private Contract contract(Root with, TransferOptions options) throws Exception {
        return Contract.with(with, backend.features(), true, options);
    }

    private static Start start(Root root) {
        return new Start(root, TREE, TREE);
    }

    private static Map<RelPath, Entry> entries(Root root, RelPath directory) throws IOException {
        Map<RelPath, Entry> entries = new TreeMap<>();
        root.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                entries.put(entry.path(), entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                throw cause;
            }
        });
        return entries;
    }

    @Test
    void a_source_is_left_as_it_is_where_all_can_be_held() throws Exception {
        assumeTrue(Set.of("ext4", "xfs", "btrfs", "tmpfs")
                .contains(destination.volume().type()));
        Contract contract = contract(destination, options(Unkept.WARN));

        assertSame(source, contract.fit(start(source), Optional.empty()).root());
        assertEquals(List.of(), contract.losses());
    }

    @Test
    void a_trial_leaves_nothing_behind() throws Exception {
        contract(poor, options(Unkept.WARN, Kept.ACLS, Kept.ATTRIBUTES));

        assertEquals(Map.of(), entries(destination, RelPath.ROOT));
    }

    @Test
    void a_strict_transfer_is_refused_and_told_what_cannot_be_held() {
        TransferException refused =
                assertThrows(TransferException.class, () -> contract(poor, options(Unkept.STRICT, Kept.HARD_LINKS)));

        assertEquals(TransferException.Reason.REFUSED, refused.reason());
        for (String words : List.of("vfat", "permissions", "exact times", "symbolic links", "hard links", "FIFOs")) {
            assertTrue(refused.getMessage().contains(words), refused.getMessage());
        }
        assertFalse(refused.getMessage().contains("access control"), refused.getMessage());
    }

    @Test
    void what_is_not_asked_for_is_no_reason_to_refuse() throws Exception {
        TransferOptions contentAlone =
                TransferOptions.DEFAULTS.withKept(Set.of()).withUnkept(Unkept.STRICT);

        assertEquals(List.of(), contract(poor, contentAlone).losses());
    }

    @Test
    void a_fitted_source_compares_equal_to_its_copy() throws Exception {
        Contract contract = contract(poor, options(Unkept.WARN));
        Root fitted = contract.fit(start(source), Optional.empty()).root();
        assertNotSame(source, fitted);

        Entry from = fitted.find(FILE).orElseThrow();
        poor.createDirectory(TREE, 0700);
        fitted.copy(FILE, poor, FILE, from.metadata(), Set.of());

        Entry copy = poor.find(FILE).orElseThrow();
        assertEquals(from.metadata(), copy.metadata());
        assertEquals(Instant.ofEpochSecond(1_000_000_000), copy.metadata().modified());
    }

    @Test
    void each_kind_of_loss_is_told_once_with_how_many() throws Exception {
        source.store(path("tree/second"), MemorySegment.NULL, new Metadata(0600, -1, -1, Instant.EPOCH));
        Contract contract = contract(poor, options(Unkept.WARN));
        Root fitted = contract.fit(start(source), Optional.empty()).root();

        Map<RelPath, Entry> seen = entries(fitted, TREE);

        assertEquals(Set.of(FILE, path("tree/second")), seen.keySet());
        List<String> losses = contract.losses().stream().map(Problem::reason).toList();
        assertTrue(
                losses.contains("symbolic links of 1 entries are lost: the destination (vfat) cannot hold them"),
                losses::toString);
        assertTrue(
                losses.contains("permissions of 3 entries are lost: the destination (vfat) cannot hold them"),
                losses::toString);
        assertEquals(losses.size(), Set.copyOf(losses).size());
    }

    @Test
    void what_a_sidecar_keeps_is_restored_on_the_way_back() throws Exception {
        Attributes noted = Attributes.of(List.of(new Attribute("user.note".getBytes(UTF_8), new byte[] {1, 0, 2})));
        boolean hasAttributes = source.apply(
                        FILE, source.find(FILE).orElseThrow().metadata(), noted, NAMED)
                .isEmpty();
        source.apply(LINK, new Metadata(0, -1, -1, TIME));
        Contract there = contract(poor, options(Unkept.SIDECAR, Kept.ATTRIBUTES));
        Root fitted = there.fit(start(source), Optional.empty()).root();
        poor.createDirectory(TREE, 0700);
        Entry file = entries(fitted, TREE).get(FILE);
        fitted.copy(FILE, poor, FILE, file.metadata(), NAMED);
        there.settle(false);
        assertTrue(Files.exists(folder.resolve("destination/.sluice-metadata/entries")));

        Contract back = contract(source, options(Unkept.WARN));
        Root restored = back.fit(start(poor), Optional.empty()).root();

        assertEquals(
                source.find(TREE).orElseThrow().metadata(),
                restored.find(TREE).orElseThrow().metadata());
        Map<RelPath, Entry> seen = entries(restored, TREE);
        assertEquals(Set.of(FILE, LINK), seen.keySet());
        assertEquals(source.find(FILE).orElseThrow().metadata(), seen.get(FILE).metadata());
        assertEquals(EntryKind.SYMLINK, seen.get(LINK).kind());
        assertEquals(TIME, seen.get(LINK).metadata().modified());
        assertArrayEquals("file".getBytes(UTF_8), restored.readLink(LINK));
        try (Root entered = restored.enter(TREE)) {
            assertArrayEquals("file".getBytes(UTF_8), entered.readLink(path("link")));
        }
        RelPath again = path("again");
        restored.copy(FILE, source, again, seen.get(FILE).metadata(), NAMED);
        assertEquals(
                source.find(FILE).orElseThrow().metadata(),
                source.find(again).orElseThrow().metadata());
        assertEquals(hasAttributes ? noted : Attributes.NONE, source.attributes(again, NAMED));
        assertFalse(entries(restored, RelPath.ROOT).containsKey(path(".sluice-metadata")));
    }

    @Test
    void what_was_changed_at_the_destination_is_not_undone_by_a_sidecar() throws Exception {
        Contract there = contract(poor, options(Unkept.SIDECAR));
        Root fitted = there.fit(start(source), Optional.empty()).root();
        poor.createDirectory(TREE, 0700);
        Entry file = entries(fitted, TREE).get(FILE);
        fitted.copy(FILE, poor, FILE, file.metadata(), Set.of());
        there.settle(false);
        Instant later = TIME.plusSeconds(100);
        destination.apply(FILE, new Metadata(0600, -1, -1, later));

        Root restored = contract(source, options(Unkept.WARN))
                .fit(start(poor), Optional.empty())
                .root();

        assertEquals(poor.find(FILE), restored.find(FILE));
    }

    @Test
    void what_was_deleted_is_forgotten_by_the_sidecar() throws Exception {
        Contract first = contract(poor, options(Unkept.SIDECAR));
        Root fitted = first.fit(start(source), Optional.empty()).root();
        poor.createDirectory(TREE, 0700);
        Entry file = entries(fitted, TREE).get(FILE);
        fitted.copy(FILE, poor, FILE, file.metadata(), Set.of());
        first.settle(false);
        assertTrue(sidecar().contains(" " + FILE + "\n") && sidecar().contains(" " + LINK + "\n"), sidecar());
        destination.remove(FILE);

        contract(poor, options(Unkept.SIDECAR)).settle(false);
        assertFalse(sidecar().contains(" " + FILE + "\n"), sidecar());
        assertTrue(sidecar().contains(" " + LINK + "\n"), "it could still be in the source: " + sidecar());
        contract(poor, options(Unkept.SIDECAR)).settle(true);

        assertFalse(sidecar().contains(" " + LINK + "\n"), sidecar());
    }

    private String sidecar() throws IOException {
        return Files.readString(folder.resolve("destination/.sluice-metadata/entries"));
    }

    @Test
    void a_familiar_file_system_that_has_whole_seconds_only_is_found_out() throws Exception {
        Root whole = new PoorRoot(destination) {
            @Override
            public Volume volume() throws IOException {
                Volume rich = super.volume();
                return new Volume("ext4", rich.device(), rich.total(), rich.free());
            }
        };

        Root fitted = contract(whole, options(Unkept.WARN))
                .fit(start(source), Optional.empty())
                .root();

        assertEquals(0, entries(fitted, TREE).get(FILE).metadata().modified().getNano());
        assertEquals(0, entries(fitted, TREE).get(FILE).metadata().modified().getEpochSecond() % 2);
    }

    @Test
    void a_damaged_sidecar_is_told_of() throws Exception {
        Path sidecar = Files.createDirectories(folder.resolve("destination/.sluice-metadata"));
        Files.writeString(sidecar.resolve("entries"), "sluice-metadata 1\nnonsense\n");

        IOException told = assertThrows(
                IOException.class, () -> contract(source, options(Unkept.WARN)).fit(start(poor), Optional.empty()));

        assertTrue(told.getMessage().contains("damaged"), told::getMessage);
    }
}
