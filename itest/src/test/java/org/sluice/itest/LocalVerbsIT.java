package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs for local work that have no like in rsync. */
class LocalVerbsIT {

    @TempDir
    Path folder;

    private Sluice sluice;
    private Path source;
    private Path destination;

    @BeforeEach
    void make_a_tree() throws Exception {
        sluice = new Sluice(folder.resolve("home"));
        source = Tree.make(folder.resolve("source"), 5, 8, 3 << 20, 7);
        destination = folder.resolve("destination");
    }

    private Sluice.Result run(int code, String... words) throws Exception {
        Sluice.Result result = sluice.run(words);
        assertEquals(code, result.code(), String.join(" ", words) + ": " + result);
        return result;
    }

    @Test
    void verify_finds_one_flipped_byte() throws Exception {
        run(0, "copy", source + "/", destination.toString());
        Sluice.Result same = run(0, "verify", "-v", source.toString(), destination.toString());
        assertTrue(same.out().contains("\n= dir0/sub0/file0\n"), same::toString);

        Map<String, Object> attributes = Files.readAttributes(destination.resolve("large"), "lastModifiedTime");
        byte[] large = Files.readAllBytes(destination.resolve("large"));
        large[new Random().nextInt(large.length)] ^= (byte) 0x10;
        Files.write(destination.resolve("large"), large);
        Files.setAttribute(destination.resolve("large"), "lastModifiedTime", attributes.get("lastModifiedTime"));

        Sluice.Result differs = run(23, "verify", source.toString(), destination.toString());
        assertEquals("* large: content", differs.out().lines().findFirst().orElseThrow(), differs::toString);
        assertEquals(2, differs.out().lines().count(), differs::toString);
    }

    @Test
    void a_move_leaves_nothing_but_the_copy() throws Exception {
        Map<String, String> before = Tree.describe(source);
        Object large = Files.getAttribute(source.resolve("large"), "unix:ino");
        Sluice.Result dry = run(0, "move", "-n", "-i", source.toString(), destination + "/");
        assertTrue(dry.out().contains("\nwould move"), dry::toString);
        assertEquals(before, Tree.describe(source));

        Sluice.Result moved = run(0, "move", "-i", source.toString(), destination + "/");

        assertEquals(before, Tree.describe(destination.resolve("source")));
        assertFalse(Files.exists(source));
        assertEquals(large, Files.getAttribute(destination.resolve("source/large"), "unix:ino"), "it is renamed");
        assertEquals(changes(dry), changes(moved));
    }

    private static List<String> changes(Sluice.Result result) {
        return result.out()
                .lines()
                .filter(line -> !line.contains(" in "))
                .sorted()
                .toList();
    }

    @Test
    void what_a_mirror_deleted_can_be_brought_back() throws Exception {
        run(0, "copy", source + "/", destination.toString());
        Tree.write(destination.resolve("mine/notes"), "to be deleted");
        Tree.write(source.resolve("fresh/file"), "to be created");
        Tree.write(destination.resolve("none"), "to be replaced");
        run(0, "mirror", "--trash", source + "/", destination.toString());
        assertFalse(Files.exists(destination.resolve("mine")));
        run(0, "verify", source.toString(), destination.toString());

        Sluice.Result dry = run(0, "undo", "-n", "-i", destination.toString());
        Sluice.Result undone = run(0, "undo", "-i", destination.toString());

        assertEquals("to be deleted", Files.readString(destination.resolve("mine/notes")));
        assertEquals("to be replaced", Files.readString(destination.resolve("none")));
        assertFalse(Files.exists(destination.resolve("fresh")));
        assertEquals(changes(dry), changes(undone));
        run(3, "undo", source.toString());
    }

    @Test
    void a_mirror_of_an_empty_source_deletes_only_when_forced() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Tree.write(destination.resolve("file"), "kept");

        run(5, "mirror", empty + "/", destination.toString());
        assertTrue(Files.exists(destination.resolve("file")));
        run(0, "mirror", "--force", empty + "/", destination.toString());
        assertFalse(Files.exists(destination.resolve("file")));
    }

    @Test
    void a_copy_onto_itself_or_into_itself_is_refused_and_changes_nothing() throws Exception {
        Map<String, String> before = Tree.describe(source);

        run(1, "copy", source.toString(), folder.toString());
        run(1, "copy", source + "/large", source + "/large");
        run(1, "copy", source.toString(), source + "/dir0");
        run(1, "mirror", source + "/", source + "/dir0/sub0");
        run(1, "move", source.toString(), source + "/dir0/");

        assertEquals(before, Tree.describe(source));
    }

    @Test
    void the_interactive_shell_ends_by_exit() throws Exception {
        Process shell = sluice.command()
                .redirectInput(Tree.write(folder.resolve("typed"), "version\nexit\nversion\n")
                        .toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();

        assertEquals(0, shell.waitFor());
        String said = Files.readString(folder.resolve("output"));
        assertTrue(said.contains("sluice 0") && !said.contains("NotFound"), said);
    }
}
