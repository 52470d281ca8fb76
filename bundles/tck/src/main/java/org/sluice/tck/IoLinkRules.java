package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.IoFeature;

/** Symbolic links, and second names. */
abstract class IoLinkRules extends IoNameRules {

    @Test
    void a_symbolic_link_keeps_its_target_byte_for_byte() throws IOException {
        claimed(IoFeature.SYMLINKS);
        byte[] longest = new byte[4095];
        Arrays.fill(longest, (byte) 'x');

        linkKeeps(bytes("file"));
        linkKeeps(bytes("../../outside/./a"));
        linkKeeps(bytes("/no where/a\nb"));
        linkKeeps(bytes("/"));
        linkKeeps(bytes("/tmp"));
        linkKeeps(new byte[] {'/', (byte) 0xff, '/', '%', (byte) 0x80});
        linkKeeps(new byte[] {(byte) 0xff, '/', '.', '.', '/', (byte) 0xc3});
        linkKeeps(longest);
    }

    private void linkKeeps(byte[] target) throws IOException {
        root.createSymlink(LINK, target);
        assertArrayEquals(target, root.readLink(LINK));
        assertEquals(EntryKind.SYMLINK, entry(LINK).kind());
        assertEquals(target.length, entry(LINK).size());
        root.remove(LINK);
    }

    @Test
    void a_target_with_slashes_in_excess_is_kept_or_refused_and_never_changed() throws Exception {
        claimed(IoFeature.SYMLINKS);

        for (String target : new String[] {"a//b", "a/", "//a", "/a//"}) {
            try {
                root.createSymlink(LINK, bytes(target));
            } catch (FileSystemException refused) {
                assertFalse(exists(LINK));
                continue;
            }
            assertArrayEquals(bytes(target), root.readLink(LINK));
            root.remove(LINK);
        }
    }

    @Test
    void a_target_with_slashes_in_excess_is_read_as_it_is() throws Exception {
        claimed(IoFeature.SYMLINKS);

        for (String target : new String[] {"a//b", "a/", "//a", "/tmp/", "\u00e4/"}) {
            run("ln", "-s", target, inside.resolve("link").toString());
            assertArrayEquals(bytes(target), root.readLink(LINK));
            root.remove(LINK);
        }
    }

    @Test
    void only_a_symbolic_link_is_read_as_one() throws IOException {
        claimed(IoFeature.SYMLINKS);
        store(FILE, "");
        root.createDirectory(DIRECTORY, 0755);

        assertThrows(NotLinkException.class, () -> root.readLink(FILE));
        assertThrows(NotLinkException.class, () -> root.readLink(DIRECTORY));
        assertThrows(NoSuchFileException.class, () -> root.readLink(NONE));
    }

    @Test
    void a_second_name_leads_to_the_same_file() throws IOException {
        claimed(IoFeature.HARD_LINKS);
        store(FILE, "one");
        assertEquals(1, entry(FILE).links());

        root.createLink(OTHER, FILE);

        assertEquals(entry(FILE).id(), entry(OTHER).id());
        assertEquals(2, entry(FILE).links());
        root.remove(FILE);
        assertEquals("one", content(OTHER));
        assertEquals(1, entry(OTHER).links());
    }

    @Test
    void two_files_are_told_apart() throws IOException {
        store(FILE, "same");
        store(OTHER, "same");

        Entry entry = entry(FILE);
        assertNotEquals(entry.id(), entry(OTHER).id());
        root.rename(FILE, NONE);
        assertEquals(entry.id(), entry(NONE).id());
    }
}
