package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;

/** FIFOs, sockets and device nodes. */
abstract class IoSpecialRules extends IoHoleRules {

    /** As {@code makedev(1, 3)} and {@code makedev(259, 65537)}: a major and a minor of more than a byte each. */
    private static final List<Long> DEVICES = List.of(0x103L, 0x10010301L);

    @Test
    void a_fifo_and_a_socket_are_made_with_their_metadata() throws IOException {
        claimed(IoFeature.SPECIAL_FILES);
        for (EntryKind kind : List.of(EntryKind.FIFO, EntryKind.SOCKET)) {
            root.createSpecial(FILE, kind, 77, metadata(0626));

            Entry made = entry(FILE);
            assertEquals(kind, made.kind());
            assertEquals(metadata(0626), made.metadata().withoutOwner());
            assertEquals(0, made.device());
            assertEquals(0, made.size());
            root.remove(FILE);
        }
    }

    @Test
    @Tag("root")
    void device_nodes_are_made_with_their_number_and_owner() throws IOException {
        claimed(IoFeature.SPECIAL_FILES);
        assumeTrue(isSuperuser(), "only the superuser makes them");
        Metadata owned = new Metadata(0660, 4242, 4343, TIME);
        for (EntryKind kind : List.of(EntryKind.CHARACTER_DEVICE, EntryKind.BLOCK_DEVICE)) {
            for (long device : DEVICES) {
                root.createSpecial(FILE, kind, device, owned);

                Entry made = entry(FILE);
                assertEquals(kind, made.kind());
                assertEquals(device, made.device());
                assertEquals(device, Files.getAttribute(inside.resolve("file"), "unix:rdev"));
                assertEquals(owned, made.metadata());
                root.remove(FILE);
            }
        }
    }

    @Test
    void a_special_file_replaces_nothing() throws IOException {
        claimed(IoFeature.SPECIAL_FILES);
        store(FILE, "first");

        assertThrows(
                FileAlreadyExistsException.class, () -> root.createSpecial(FILE, EntryKind.FIFO, 0, metadata(0644)));

        assertEquals("first", content(FILE));
    }

    @Test
    void what_is_not_special_is_not_made_so() throws IOException {
        for (EntryKind kind : List.of(EntryKind.FILE, EntryKind.DIRECTORY, EntryKind.SYMLINK)) {
            assertThrows(IllegalArgumentException.class, () -> root.createSpecial(FILE, kind, 0, PLAIN));
        }
        assertFalse(exists(FILE));
    }
}
