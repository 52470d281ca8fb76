package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of the kind that breaks naive programs. */
class HostileTreeIT {

    @TempDir
    Path folder;

    private Path tree;

    @BeforeEach
    void make() throws Exception {
        tree = Files.createDirectories(folder.resolve("tree"));
    }

    /** Has a POSIX shell make what Java could not name. */
    private void shell(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(tree.toFile())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }

    /** What find(1) and md5sum(1) say, byte for byte. */
    private static String listing(Path top) throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "find . -printf '%P %y %m %U %G %T@ %s %l\\0' | sort -z; "
                                + "find . -type f -print0 | sort -z | xargs -0 md5sum")
                .directory(top.toFile())
                .start();
        String listing = new String(process.getInputStream().readAllBytes(), "ISO-8859-1");
        assertEquals(0, process.waitFor());
        // Sizes of directories are the file system's own.
        return listing.replaceAll("( d [^\0]*) \\d+ \0", "$1\0");
    }

    @Test
    void names_of_any_bytes_arrive_as_they_are() throws Exception {
        shell("""
                printf one > "$(printf 'latin\\351\\377')"
                printf two > "$(printf 'new\\nline \\033[31mred')"
                printf three > "$(printf '%0255d' 7)"
                printf four > ' leading and trailing '
                printf five > -n
                mkdir "$(printf 'dir\\200')" && printf six > "$(printf 'dir\\200/\\376')"
                ln -s "$(printf 'to\\351')" "$(printf 'link\\377')"
                : > empty-file; mkdir empty-directory; ln -s /nowhere dangling; ln -s . loop
                """);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice.Result pushed =
                    peers.client().run("push", tree.toString(), peers.server().location("in"));
            assertEquals(0, pushed.code(), pushed::toString);
            assertEquals(listing(tree), listing(peers.share().resolve("tree")));

            Sluice.Result pulled = peers.client().run("pull", peers.server().location("in/tree"), folder + "/back");
            assertEquals(0, pulled.code(), pulled::toString);
            assertEquals(listing(tree), listing(folder.resolve("back/tree")));

            Sluice.Result listed = peers.client().run("list", peers.server().location("in/tree"));
            assertEquals(0, listed.code(), listed::toString);
            assertFalse(listed.out().contains("\033"), "an escape sequence reaches the terminal");
            assertTrue(listed.out().contains("\\x1b[31mred"), listed::toString);
        }
    }

    @Test
    void special_files_are_skipped_and_named_and_the_rest_arrives() throws Exception {
        shell("mkfifo pipe; printf kept > file");
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice.Result pushed =
                    peers.client().run("push", tree.toString(), peers.server().location("in"));
            assertEquals(0, pushed.code(), pushed::toString);
            assertTrue(pushed.err().contains("pipe"), pushed::toString);
            assertTrue(pushed.out().contains("1 skipped"), pushed::toString);
            assertEquals("kept", Files.readString(peers.share().resolve("tree/file")));
            assertFalse(Files.exists(peers.share().resolve("tree/pipe"), LinkOption.NOFOLLOW_LINKS));
        }
    }

    @Test
    void a_directory_that_may_not_be_read_is_named_and_the_rest_arrives() throws Exception {
        Tree.write(tree.resolve("closed/inside"), "unseen");
        Tree.write(tree.resolve("open/file"), "seen");
        Files.setPosixFilePermissions(tree.resolve("closed"), PosixFilePermissions.fromString("---------"));
        // As root nothing is closed; the distribution then runs as an ordinary user.
        String user = System.getProperty("user.name");
        Sluice.Result copied;
        if (user.equals("root")) {
            shell("chown -R 65534:65534 . && chmod 711 .. ../..");
            Path place = Files.createDirectories(folder.resolve("place/home"));
            new ProcessBuilder("chown", "-R", "65534:65534", place.getParent().toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            assumeTrue(readableByAll(Distribution.command()), "an ordinary user cannot reach the distribution");
            copied = new Sluice(place)
                    .by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "TMPDIR=" + place)
                    .run("copy", tree.toString(), place.getParent().toString());
        } else {
            copied = new Sluice(folder.resolve("home"))
                    .run("copy", tree.toString(), folder.resolve("place").toString());
        }
        Files.setPosixFilePermissions(tree.resolve("closed"), PosixFilePermissions.fromString("rwx------"));

        assertEquals(23, copied.code(), copied::toString);
        assertTrue(copied.err().contains("closed"), copied::toString);
        assertEquals("seen", Files.readString(folder.resolve("place/tree/open/file")));
    }

    static boolean readableByAll(Path file) throws Exception {
        for (Path p = file.toRealPath(); p != null; p = p.getParent()) {
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(p)).endsWith("x")) {
                return false;
            }
        }
        return true;
    }
}
