package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options as a user types them, beside rsync with the same: the same lines, the same trees. */
class SameAsRsyncIT {

    /** Entries of every kind, as the ordinary user or the superuser can make them. */
    private static final String FIXTURE = """
            mkdir -p src/d/e src/sub 'src/new dir' && cd src
            echo a >a; echo b >d/b; echo c >d/e/c.o; echo x >sub/x; ln -s a l; mkfifo fifo
            chmod 600 sub/x; chmod 2755 d; touch -d '2020-01-02 03:04:05.123456789' a d
            head -c 300000 /dev/urandom >big; echo n >'new dir/n w'
            touch -hd 2020-02-02 d/b d/e/c.o sub/x l fifo big d/e sub 'new dir/n w' 'new dir' .
            cd .. && cp -a src base && cd base
            echo changed >>a; chmod 700 d/b; touch d/e/c.o; rm l; ln -s elsewhere l; rm -r sub; echo f >sub
            echo more >extra; mkdir -p ex/y; echo 1 >ex/y/z; echo o >ex/keep.o; rm fifo; touch -d 2001-01-01 d/e .
            touch -hd '2030-01-01' a l d/e/c.o
            """;

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void make_a_source_and_a_destination_that_differs() throws Exception {
        assumeTrue(shell("command -v rsync") == 0, "rsync is not there");
        sluice = new Sluice(folder.resolve("home"));
        assertEquals(0, shell(FIXTURE));
    }

    private int shell(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-ec", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        return process.waitFor();
    }

    private List<String> output() throws Exception {
        return Files.readAllLines(folder.resolve("output"));
    }

    /** Runs both over the same destination and compares what they print, how they end, and what they leave. */
    private void same(String verb, String rsyncs, List<String> options) throws Exception {
        assertEquals(0, shell("rm -rf ours theirs ours-old theirs-old; cp -a base ours; cp -a base theirs"));
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(options);
        words.addAll(List.of("-i", folder + "/src/", folder + "/ours/"));
        Sluice.Result result = sluice.run(words.toArray(String[]::new));

        String quoted = String.join(
                " ", options.stream().map(option -> "'" + option + "'").toList());
        int code = shell("rsync " + rsyncs + " " + quoted + " -i src/ theirs/");
        assertEquals(lines(output()), lines(result.out().lines().toList()), options + ": " + result);
        assertEquals(code, result.code(), options + ": " + result);
        // A directory that only the destination has changes with what is deleted in it.
        String times = options.contains("--no-t") ? "--no-t" : "-O";
        assertEquals(0, shell("rsync -ani " + times + " --checksum --delete theirs/ ours/"), options::toString);
        assertEquals(List.of(), output(), options::toString);
        boolean dry = options.contains("-n");
        assertEquals(0, shell("rsync -ani --checksum --delete base/ ours/"));
        assertEquals(dry, output().isEmpty(), options + ": a dry run changes nothing, others do");
    }

    private List<String> listing(String directory) throws Exception {
        assertEquals(0, shell("cd " + directory + " && find . | sort"));
        return output();
    }

    private static TreeSet<String> lines(List<String> output) {
        TreeSet<String> lines = new TreeSet<>();
        for (String line : output) {
            if (line.matches("([<>ch.][fdLDS].{9}|\\*deleting  ) .*")) {
                lines.add(line);
            }
        }
        return lines;
    }

    @Test
    void a_copy_prints_and_does_what_rsync_does() throws Exception {
        same("copy", "-a", List.of());
        same("copy", "-a", List.of("-n", "--delete"));
        same("copy", "-a", List.of("--delete", "--no-t"));
        same("copy", "-a", List.of("-u", "-c"));
        same("copy", "-a", List.of("-c"));
    }

    @Test
    void what_is_linked_from_another_directory_is_told_as_rsync_tells_it() throws Exception {
        assertEquals(0, shell("""
                cp -a src yesterday; echo more >>yesterday/a; touch -d 2001-01-01 yesterday/d/b yesterday/d/e
                rm yesterday/sub/x; ln -sfn elsewhere yesterday/l"""));
        for (String told : List.of("-i", "-ii")) {
            assertEquals(0, shell("rm -rf ours theirs; mkdir ours theirs; touch -r src ours theirs"));
            Sluice.Result copied =
                    sluice.run("copy", "-a", told, "--link-dest=../yesterday", folder + "/src/", folder + "/ours");
            assertEquals(0, copied.code(), copied::toString);

            assertEquals(0, shell("rsync -a " + told + " --link-dest=../yesterday src/ theirs/"));
            assertEquals(lines(output()), lines(copied.out().lines().toList()), copied::toString);
        }
    }

    @Test
    void a_mirror_with_filters_deletes_what_rsync_does() throws Exception {
        same("mirror", "-a --delete", List.of());
        same("mirror", "-a --delete", List.of("--exclude=*.o"));
        same("mirror", "-a --delete", List.of("--exclude=/ex", "--include=d/**", "--exclude=s*", "--delete-excluded"));
        same("mirror", "-a --delete", List.of("--filter=P extra", "-f", "H d/e"));
        assertEquals(0, shell("echo '- *.o' >src/.rules; echo '- z' >base/ex/.rules"));
        same("mirror", "-a --delete-after", List.of("--filter=:e .rules"));
    }

    @Test
    void further_names_of_a_file_stay_names_of_one_file() throws Exception {
        assertEquals(0, shell("ln src/a src/d/a2; ln src/a src/a3; rm -rf ours"));
        assertEquals(
                0, sluice.run("copy", "-aH", folder + "/src/", folder + "/ours").code());

        assertEquals(0, shell("rsync -aHni --checksum --delete src/ ours/"));
        assertEquals(List.of(), output());
        assertEquals(3, Files.getAttribute(folder.resolve("ours/a"), "unix:nlink"));
    }

    @Test
    void backups_lie_where_rsync_puts_them() throws Exception {
        same("mirror", "-a --delete", List.of("--backup-dir=../ours-old"));
        List<String> kept = listing("ours-old");
        assertTrue(kept.contains("./ex/y/z"), kept::toString);
        assertEquals(0, shell("cp -a base theirs2; rsync -a --delete --backup-dir=../theirs-old src/ theirs2/"));
        assertEquals(listing("theirs-old"), kept);

        assertEquals(0, shell("rm -r ours theirs; cp -a base ours; cp -a base theirs"));
        assertEquals(
                0,
                sluice.run("copy", "--delete", "-b", "--suffix=.old", folder + "/src/", folder + "/ours")
                        .code());
        assertEquals(0, shell("rsync -a --delete -b --suffix=.old src/ theirs/"));
        assertEquals(listing("theirs"), listing("ours"));
    }

    @Test
    void what_is_unchanged_elsewhere_is_linked_from_there() throws Exception {
        Sluice.Result copied = sluice.run("copy", "-a", "--link-dest=../src", folder + "/src/", folder + "/ours");

        assertEquals(0, copied.code(), copied::toString);
        assertEquals(
                Files.getAttribute(folder.resolve("src/big"), "unix:ino"),
                Files.getAttribute(folder.resolve("ours/big"), "unix:ino"));
        assertEquals(
                0, sluice.run("copy", "-a", folder + "/src/", folder + "/apart").code());
        assertNotEquals(
                Files.getAttribute(folder.resolve("src/big"), "unix:ino"),
                Files.getAttribute(folder.resolve("apart/big"), "unix:ino"));
    }

    @Test
    void names_from_a_file_are_copied_and_a_missing_one_is_named() throws Exception {
        Path list = Tree.write(folder.resolve("list"), "d/b\0new dir/\0missing\0");
        Sluice.Result copied =
                sluice.run("copy", "-ai", "-0", "--files-from=" + list, folder + "/src", folder + "/ours");

        assertEquals(23, copied.code(), copied::toString);
        assertTrue(copied.err().contains("missing"), copied::toString);
        assertEquals(23, shell("rsync -ai -0 --files-from=list src theirs"));
        assertEquals(lines(output()), lines(copied.out().lines().toList()));
    }

    @Test
    void no_more_is_deleted_than_may_be() throws Exception {
        assertEquals(0, shell("cp -a base ours"));
        Sluice.Result mirrored = sluice.run("mirror", "--max-delete=1", "--json", folder + "/src/", folder + "/ours");

        assertEquals(25, mirrored.code(), mirrored::toString);
        assertTrue(mirrored.out().contains("\"deleted\":1,\"undeleted\":"), mirrored::toString);
    }
}
