package org.sluice.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree with every kind of metadata is copied whole, as tools say that share no code with Sluice. */
class FidelityIT {

    private static final String FIXTURE = """
            set -e
            umask 022
            echo plain > plain; chmod 4751 plain; chown 12:34 plain; touch -d '2001-02-03 04:05:06.789012345' plain
            echo old > old; touch -d '1969-12-31 23:59:58.5' old
            : > empty; chmod 0 empty
            mkdir -m 3775 'dir with blank'; echo x > 'dir with blank/in it'; chown :55 'dir with blank'
            mkdir hollow
            echo once > names1; ln names1 names2; mkdir deep; ln names1 deep/names3
            ln -s plain link; ln -s '/nowhere/at all' dangling; touch -h -d '2003-04-05 06:07:08.123456789' link; chown -h 7:8 link
            ln dangling dangling2
            mkfifo -m 640 fifo; mknod -m 600 block b 7 200; mknod -m 666 character c 1 3
            chown 9:9 fifo character
            truncate -s 10M sparse; echo middle | dd of=sparse bs=1M seek=4 conv=notrunc status=none
            truncate -s 3M hole
            echo attributed > attributed; setfattr -n user.comment -v 'a comment' attributed
            setfattr -n user.bytes -v 0x00ff10 attributed; setfattr -n trusted.sluice -v secret attributed
            setfattr -n security.sluice -v label attributed
            mkdir marked; setfattr -n user.folder -v yes marked; setfattr -h -n trusted.link -v own link
            cp /bin/true capable; chmod 755 capable; setcap cap_net_raw+ep capable
            echo listed > listed; setfacl -m u:77:rwx,g:88:r--,m::r-x listed
            mkdir heir; setfacl -m u:77:rwx heir; setfacl -d -m u:99:r-x,g::rwx heir; echo in > heir/in; mkdir heir/sub
            touch "$(printf 'bytes-\\377-\\n-\\033[31m')"
            touch "$(printf 'n%.0s' $(seq 255))"
            chmod 2770 heir; touch -d '2010-10-10 10:10:10.101010101' marked heir deep .
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ext4", "xfs", "btrfs"})
    void every_kind_of_metadata_arrives(String type) throws Exception {
        for (String tool : new String[] {"rsync", "setfattr", "setfacl", "setcap"}) {
            assumeTrue(sh(folder, "command -v " + tool).code() == 0, tool + " is needed");
        }
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, 512L << 20)) {
            Path source = fixture(disk.path().resolve("source"));
            Path copy = disk.path().resolve("copy");
            String accessed = accessTimes(source);

            Sluice.Result copied = new Sluice(folder.resolve("home")).run("copy", "-aHAXSU", source + "/", copy + "/");

            assertEquals(0, copied.code(), copied::toString);
            assertEquals(accessed, accessTimes(copy));
            same(source, copy);
            assertTrue(allocated(copy, "sparse") <= allocated(source, "sparse"), "the holes are kept");
            assertEquals(0, allocated(copy, "hole"), "the holes are kept");

            Sluice.Result again =
                    new Sluice(folder.resolve("home")).run("copy", "-aHAXS", "-i", source + "/", copy + "/");

            assertEquals(0, again.code(), again::toString);
            assertEquals(
                    "",
                    again.out()
                            .lines()
                            .filter(line -> !line.startsWith("copied"))
                            .reduce("", String::concat));
            same(source, copy);

            assertEquals(0, sh(copy, "setfattr -x user.comment attributed").code());
            assertNotEquals("", differences(source, copy), "the onlooker sees what is missing");
        }
    }

    private static Path fixture(Path top) throws Exception {
        Files.createDirectory(top);
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(top.resolve("socket")));
        }
        Sluice.Result made = sh(top, FIXTURE);
        assertEquals(0, made.code(), made::toString);
        return top;
    }

    private static void same(Path source, Path copy) throws Exception {
        assertEquals("", differences(source, copy));
        assertEquals(paragraphs(source, "getfacl -R -p -n ."), paragraphs(copy, "getfacl -R -p -n ."));
        assertEquals(
                paragraphs(source, "getfattr -R -P -h -d -m - -e hex ."),
                paragraphs(copy, "getfattr -R -P -h -d -m - -e hex ."));
        assertEquals(listing(source), listing(copy));
    }

    /** But of directories, which the look itself changes. */
    private static String accessTimes(Path top) throws Exception {
        return said(top, "find . ! -type d -printf '%A@ %p\\n' | sort");
    }

    private static String differences(Path source, Path copy) throws Exception {
        return said(source, "rsync -aHAXni --checksum --delete " + source + "/ " + copy + "/");
    }

    /** What is said of each entry, in whatever order a directory has them. */
    private static List<String> paragraphs(Path top, String script) throws Exception {
        return Arrays.stream(said(top, script).split("\n\n")).sorted().toList();
    }

    private static String listing(Path top) throws Exception {
        return said(top, "find . -printf '%T@ %m %U:%G %n %y %l %p\\n' | sort");
    }

    private static int allocated(Path top, String name) throws Exception {
        return Integer.parseInt(said(top, "stat -c %b " + name).strip());
    }

    private static String said(Path directory, String script) throws Exception {
        Sluice.Result result = sh(directory, script);
        assertEquals(0, result.code(), result::toString);
        return result.out();
    }

    private static Sluice.Result sh(Path directory, String script) throws IOException, InterruptedException {
        Path out = Files.createTempFile("fidelity", ".out");
        Path err = Files.createTempFile("fidelity", ".err");
        try {
            int code = new ProcessBuilder("sh", "-c", script)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Sluice.Result(code, Files.readString(out, ISO_8859_1), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
