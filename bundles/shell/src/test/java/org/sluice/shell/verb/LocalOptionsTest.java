package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Comparing;
import org.sluice.transfer.Deleting;
import org.sluice.transfer.Durability;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Owner;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.Unkept;

class LocalOptionsTest {

    @TempDir
    private Path directory;

    private static TransferOptions options(String... words) {
        Session session = new Session();
        String[] line = new String[words.length + 3];
        line[0] = "copy";
        System.arraycopy(words, 0, line, 1, words.length);
        line[words.length + 1] = "from";
        line[words.length + 2] = "to";

        assertEquals(0, session.run(line), session.err());
        return session.services.options;
    }

    private static String refusal(String... line) {
        Session session = new Session();
        assertEquals(1, session.run(line), String.join(" ", line));
        assertEquals(List.of(), session.services.calls);
        return session.err();
    }

    private static List<String> filters(TransferOptions options) {
        return options.selection().filters().stream()
                .map(filter -> filter.kind() + " " + new String(filter.text(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void what_is_never_done_is_refused_and_it_is_said_what_is_done_instead() {
        assertTrue(refusal("copy", "--inplace", "a", "b").contains("never writes in place"));
        assertTrue(refusal("copy", "--partial-dir=.p", "a", "b").contains("resumes by itself"));
        assertTrue(refusal("copy", "--partial", "a", "b").contains("resumes by itself"));
    }

    @Test
    void without_options_a_copy_keeps_what_archive_keeps() {
        assertEquals(Kept.ARCHIVE, options().kept());
        assertEquals(options(), options("-a"));
        assertEquals(options(), options("-rlptgoD"));
    }

    @Test
    void letters_are_combined_and_add_to_what_is_kept() {
        Set<Kept> all = EnumSet.allOf(Kept.class);

        TransferOptions options = options("-aHAXSUnxcu");

        assertEquals(all, options.kept());
        assertTrue(options.dryRun());
        assertTrue(options.selection().oneFileSystem());
        assertEquals(new Comparing(true, true, List.of()), options.comparing());
    }

    @Test
    void the_last_word_about_what_is_kept_counts() {
        assertFalse(options("-a", "--no-o", "--no-group").keeps(Kept.OWNER));
        assertFalse(options("-a", "--no-o", "--no-group").keeps(Kept.GROUP));
        assertTrue(options("--no-o", "-a").keeps(Kept.OWNER));
        assertFalse(options("-D", "--no-D").keeps(Kept.SPECIALS));
        assertFalse(options("--no-l", "--no-p", "--no-t").keeps(Kept.LINKS));
        assertTrue(options("--no-t", "-t", "-t").keeps(Kept.TIMES));
    }

    @Test
    void filters_stay_in_their_order() throws IOException {
        Path list = Files.writeString(directory.resolve("list"), "# of mine\n*.o\n\n+ keep\n");

        assertEquals(
                List.of(
                        "INCLUDE a",
                        "EXCLUDE b",
                        "RULE - c",
                        "EXCLUDE *.o",
                        "EXCLUDE + keep",
                        "RULE : /.rsync-filter",
                        "EXCLUDE d",
                        "RULE - .rsync-filter"),
                filters(options(
                        "--include=a",
                        "--exclude",
                        "b",
                        "-f",
                        "- c",
                        "--exclude-from=" + list,
                        "-F",
                        "--exclude=d",
                        "-F")));
        assertEquals(List.of("EXCLUDE a", "RULE :C", "RULE -C"), filters(options("-C", "--exclude=a")));
    }

    @Test
    void names_come_from_a_file_and_directories_of_it_are_entered_only_when_asked() throws IOException {
        Path list = Files.writeString(directory.resolve("list"), "a/b\n; no\nc d\r\n");
        Path zeros = Files.writeString(directory.resolve("zeros"), "a\nb\0#c\0d\0");

        assertEquals(List.of("a/b", "c d"), names(options("--files-from=" + list)));
        assertEquals(List.of("a\nb", "d"), names(options("-0", "--files-from=" + zeros)));
        assertFalse(options("-a", "--files-from=" + list).selection().recursive());
        assertTrue(options("-ar", "--files-from=" + list).selection().recursive());
        assertTrue(options().selection().recursive());
    }

    private static List<String> names(TransferOptions options) {
        return options.selection().filesFrom().orElseThrow().stream()
                .map(name -> new String(name, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void what_is_deleted_and_where_it_goes_is_said() {
        assertEquals(Deleting.NONE, options().deleting());
        assertEquals(
                new Deleting(true, true, OptionalLong.of(7), true, Optional.empty(), true),
                options("--delete-excluded", "--max-delete=7", "--force", "--trash")
                        .deleting());
        assertEquals(
                Optional.of(new Deleting.Backup(Optional.empty(), "~")),
                options("-b").deleting().backup());
        assertEquals(
                Optional.of(new Deleting.Backup(Optional.of(Path.of("../old")), "")),
                options("--backup-dir", "../old").deleting().backup());
        assertEquals(
                Optional.of(new Deleting.Backup(Optional.of(Path.of("old")), ".1")),
                options("--backup-dir=old", "--suffix=.1").deleting().backup());
    }

    @Test
    void further_options_arrive() {
        assertEquals(
                List.of(Path.of("../a"), Path.of("/b")),
                options("--link-dest=../a", "--link-dest", "/b").comparing().linkDest());
        assertEquals(Durability.NONE, options("--durability=none").durability());
        assertEquals(OptionalLong.of(1024 * 1024), options("--bwlimit=1m").bandwidth());
        assertEquals(
                OptionalLong.of(2048), options("--bwlimit=1m", "--bwlimit=2").bandwidth());
        assertEquals(Unkept.STRICT, options("--strict").unkept());
        assertEquals(Unkept.SIDECAR, options("--sidecar", "--numeric-ids").unkept());
    }

    @Test
    void an_owner_is_a_name_or_a_number() {
        assertEquals(
                Optional.of(new Owner(OptionalInt.of(0), OptionalInt.of(12))),
                options("--chown=root:12").chown());
        assertEquals(
                Optional.of(new Owner(OptionalInt.empty(), OptionalInt.of(0))),
                options("--chown=:root").chown());
        assertTrue(refusal("copy", "--chown=nobody-of-that-name", "a", "b").contains("there is no user"));
        assertTrue(refusal("copy", "--chown=:", "a", "b").contains("USER:GROUP"));
    }

    @Test
    void nonsense_is_refused_before_anything_starts() {
        refusal("copy", "--durability=later", "a", "b");
        refusal("copy", "--bwlimit=fast", "a", "b");
        refusal("copy", "--max-delete=-1", "a", "b");
        refusal("copy", "--backup", "--trash", "a", "b");
        refusal("copy", "--suffix=.old", "a", "b");
        refusal("copy", "--no-recursive", "a", "b");
        refusal("copy", "--inplace", "a", "b");
    }

    @Test
    void a_transfer_with_a_peer_refuses_what_it_does_not_do() {
        assertTrue(refusal("push", "-aHX", "--exclude=a", "b", "host:/in").contains("-H, -X: works between local"));
        assertTrue(refusal("push", "--exclude=a", "b", "host:/in").contains("--exclude: works between local"));
        refusal("pull", "-n", "host:/out", "b");
        refusal("pull", "-i", "host:/out", "b");
        refusal("copy", "--delete", "a", "host:/in");
        refusal("copy", "--no-o", "host:/out", "b");
    }
}
