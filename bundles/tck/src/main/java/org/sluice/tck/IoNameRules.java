package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.IoFeature;
import org.sluice.io.RelPath;

/** Names of all sorts and lengths. */
abstract class IoNameRules extends IoListingRules {

    private static final int DEEP = 300;

    @Test
    void a_name_is_kept_byte_for_byte() throws IOException {
        for (String name : new String[] {
            "with blank", " ", "-n", "...", "..a", "tab\there", "line\nbreak", "\33[31m", "\"'$(`", "*?[a]",
                    "back\\slash",
            "%41", "a%2Fb", "\u00fcml\u00e4ut", "u\u0308", "\u4f60\u597d", "\ud83d\udca7", "~", "#", "C:", "\177",
                    "\u202e"
        }) {
            keeps(bytes(name));
        }
    }

    @Test
    void a_name_that_is_no_text_is_kept_byte_for_byte() throws IOException {
        claimed(IoFeature.ANY_NAME);

        keeps(new byte[] {(byte) 0xff});
        keeps(new byte[] {'a', (byte) 0xc3, '(', (byte) 0x80, '%'});
        keeps(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
        keeps(new byte[] {(byte) 0xc0, (byte) 0xaf});
        byte[] all = new byte[253];
        for (int i = 0, b = 1; i < all.length; b++) {
            if (b != '/') {
                all[i++] = (byte) b;
            }
        }
        keeps(all);
    }

    @Test
    void a_name_of_255_bytes_is_kept() throws IOException {
        keeps(bytes("n".repeat(255)));
        keeps(bytes("\u00e4".repeat(127)));
    }

    private void keeps(byte[] name) throws IOException {
        RelPath path = RelPath.ROOT.resolve(name);
        root.createDirectory(path, 0755);
        RelPath below = path.resolve(name);
        store(below, "content");

        assertEquals(Set.of(path), entries(RelPath.ROOT).keySet());
        assertEquals(Set.of(below), entries(path).keySet());
        assertArrayEquals(name, entries(path).keySet().iterator().next().name());
        assertEquals("content", content(below));
        assertEquals(below, entry(below).path());

        root.rename(below, OTHER);
        root.rename(OTHER, below);
        root.sync();
        root.remove(below);
        root.remove(path);
        assertEquals(Set.of(), entries(RelPath.ROOT).keySet());
    }

    @Test
    void a_tree_is_as_deep_as_its_path_allows() throws IOException {
        RelPath path = RelPath.ROOT;
        for (int i = 0; i < DEEP; i++) {
            path = path.resolve(bytes("d" + i % 10));
            root.createDirectory(path, 0755);
        }
        store(path.resolve(FILE), "deep");

        assertEquals("deep", content(path.resolve(FILE)));
        assertEquals(Set.of(path.resolve(FILE)), entries(path).keySet());
        root.sync();
        root.remove(path.resolve(FILE));
        for (; !path.isRoot(); path = path.parent()) {
            root.remove(path);
        }
        assertEquals(Map.of(), entries(RelPath.ROOT));
    }

    /** Elsewhere the root's own path comes on top. */
    @Test
    void the_longest_path_is_used_where_the_root_is_held_open() throws IOException {
        claimed(IoFeature.CONFINED);
        RelPath path = RelPath.ROOT;
        while (path.length() + 256 < RelPath.MAX_PATH) {
            path = path.resolve(bytes("n".repeat(255)));
            root.createDirectory(path, 0755);
        }
        RelPath file = path.resolve(bytes("f".repeat(RelPath.MAX_PATH - path.length() - 1)));
        store(file, "far down");

        assertEquals("far down", content(file));
        assertEquals(RelPath.MAX_PATH, file.length());
        root.remove(file);
        for (; !path.isRoot(); path = path.parent()) {
            root.remove(path);
        }
    }
}
