package org.sluice.core.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.linux.LinuxBackend;
import org.sluice.tck.LoopImage;
import org.sluice.transfer.Kept;

/** A tree with every kind of metadata, copied by us and looked at by others. */
@Tag("root")
class FidelityTest {

    /** Made by other programs, in a directory of its own. */
    private static final String FIXTURE = """
            set -e
            mkdir -p d/deep empty
            echo content > d/file; echo more > d/deep/file; : > d/none
            head -c 300000 /dev/urandom > large; head -c 9000000 /dev/urandom > huge
            printf 'odd' > "$(printf 'n\\377\\376 \\n')"
            ln d/file hard; ln d/file d/deep/hard
            ln -s d/file link; ln -s /nowhere d/broken
            truncate -s 20M sparse; printf x | dd of=sparse bs=1 seek=9000000 conv=notrunc status=none
            truncate -s 40000 hole
            mkfifo fifo; mknod char c 1 3; mknod block b 259 70000
            mknod socket p; rm socket
            setfattr -n user.note -v noted d/file; setfattr -n user.big -v "$(printf '%1000s' x)" large
            setfattr -n user.dir -v d d; setfattr -n trusted.note -v t huge; setfattr -h -n trusted.link -v l link
            setfattr -n trusted.fifo -v f fifo
            cp /bin/true program; chown 12:13 program; setcap cap_net_raw+ep program
            setfacl -m u:4242:r,g:4343:rw d/file; setfacl -m u:4242:rwx,d:u:4242:rwx,d:g:99:rx d
            setfacl -m u:7:r huge sparse
            chmod 6711 large; chmod 1777 empty; chmod 0000 d/none; chown 4242:4343 large huge link
            touch -d '1999-12-31 23:59:58.123456789' large sparse fifo char
            touch -h -d '2001-02-03 04:05:06.987654321' link d/broken
            touch -a -d '2003-03-03 03:03:03.333333333' large d/deep/file huge sparse
            touch -d '1960-01-01 00:00:00.5' hole
            touch -d '2005-05-05 05:05:05.555555555' d/deep d empty
            """;

    @TempDir
    private Path folder;

    private static String run(Path in, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> List.of(command) + ": " + output);
        return output;
    }

    private static void present(String... programs) throws IOException, InterruptedException {
        for (String program : programs) {
            assumeTrue(
                    new ProcessBuilder("sh", "-c", "command -v " + program)
                                    .start()
                                    .waitFor()
                            == 0,
                    () -> program + " is not there");
        }
    }

    /** What other programs see in a tree. */
    private static String seen(Path tree) throws IOException, InterruptedException {
        return run(tree, "sh", "-c", """
                find . ! -type l -print0 | sort -z | xargs -0 getfacl -n -p
                find . -print0 | sort -z | xargs -0 getfattr -h -d -m - -e hex | grep -v '^$'
                find . ! -type d -printf '%p %y %m %U %G %s %n %l %T+\n' | sort
                find . ! -type d ! -type l -printf '%p %A+\n' | sort
                find . -type d -printf '%p %m %U %G %T+\n' | sort
                """);
    }

    private Trees trees(Path at) throws IOException {
        return new Trees(new LinuxBackend(), at).with(options -> options.withKept(EnumSet.allOf(Kept.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4", "xfs", "btrfs"})
    void others_see_no_difference(String type) throws Exception {
        present("rsync", "setfattr", "getfattr", "setfacl", "getfacl", "setcap");
        assumeTrue(System.getProperty("user.name").equals("root"), "only the superuser makes such a tree");
        try (LoopImage image = LoopImage.of(folder, type)) {
            compare(image.directory());
        }
    }

    private void compare(Path at) throws Exception {
        Trees trees = trees(at);
        run(trees.source, "sh", "-c", FIXTURE);
        String before = seen(trees.source);

        Outcome outcome = trees.copy();

        assertEquals(List.of(), outcome.problems());
        assertEquals(before, seen(trees.source), "reading left a trace");
        assertEquals(before, seen(trees.target));
        assertEquals(
                "", run(at, "rsync", "-aHAXSni", "--checksum", "--delete", trees.source + "/", trees.target + "/"));
        long kib = Long.parseLong(run(trees.target, "du", "-k", "sparse").split("\\s")[0]);
        assertTrue(kib < 2048, kib + " KiB are taken by 20 MiB of a hole");

        Outcome again = trees.copy();
        assertEquals(
                0,
                again.counts().files()
                        + again.counts().specials()
                        + again.counts().linked());

        run(trees.target, "setfattr", "-n", "user.note", "-v", "other", "d/file");
        run(trees.target, "setfacl", "-b", "d");
        run(trees.target, "chmod", "0777", "program");
        assertNotEquals(before, seen(trees.target));
        trees.copy();
        assertEquals(seen(trees.source), seen(trees.target));
    }

    /** Made beside what rsync makes of the same, without {@code -A}: what the destination's directories give, comes. */
    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4"})
    void what_directories_give_to_new_entries_is_what_rsync_leaves_there(String type) throws Exception {
        present("rsync", "setfacl", "getfacl");
        assumeTrue(System.getProperty("user.name").equals("root"), "only the superuser gives files away");
        try (LoopImage image = LoopImage.of(folder, type)) {
            inherit(image.directory());
        }
    }

    private void inherit(Path at) throws Exception {
        Trees trees = new Trees(new LinuxBackend(), at);
        run(trees.source, "sh", "-c", """
                mkdir -p plain new/deep open; echo a > plain/a; echo b > open/b; echo c > new/deep/c; echo d > d
                head -c 9000000 /dev/zero > open/huge; chmod 640 open/b; chmod 750 new; ln -s b open/link; mkfifo open/fifo
                """);
        String destination = """
                mkdir plain open
                setfacl -m d:u:4242:rwx,d:g::rx .; setfacl -b -k plain; setfacl -k plain
                setfacl -m d:u:99:rx open; chgrp 4343 open; chmod g+s open
                """;
        run(trees.target, "sh", "-c", destination);
        run(at, "mkdir", "rsynced");
        run(at.resolve("rsynced"), "sh", "-c", destination);

        run(at, "rsync", "-a", trees.source + "/", at + "/rsynced/");
        Outcome outcome = trees.copy();

        assertEquals(List.of(), outcome.problems());
        assertEquals(lists(at.resolve("rsynced")), lists(trees.target));
    }

    private static String lists(Path tree) throws IOException, InterruptedException {
        return run(
                tree,
                "sh",
                "-c",
                "find . ! -type l -print0 | sort -z | xargs -0 getfacl -n -p; find . -printf '%p %m %U %G\\n' | sort");
    }
}
