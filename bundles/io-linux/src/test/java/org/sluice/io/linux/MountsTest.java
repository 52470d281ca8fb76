package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.io.RelPath;

class MountsTest {

    private static final List<String> MOUNTINFO = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 22 0:26 / /data rw,relatime - xfs /dev/sdb rw",
            "31 30 0:27 / /data/a\\040b rw - tmpfs tmpfs rw",
            "32 30 0:28 / /data/kept ro - tmpfs tmpfs rw",
            "33 30 0:29 / /data/deep/down rw - tmpfs tmpfs rw",
            "34 22 0:30 / /database rw - tmpfs tmpfs rw");

    @Test
    void the_writable_mounts_below_a_directory_are_found_relative_to_it() throws Exception {
        assertEquals(List.of(RelPath.parse("a b"), RelPath.parse("deep/down")), Mounts.below("/data", MOUNTINFO));
    }

    @Test
    void everything_but_the_root_itself_is_below_the_root() throws Exception {
        assertEquals(4, Mounts.below("/", MOUNTINFO).size());
    }

    @Test
    void a_carriage_return_in_a_name_ends_no_line() throws Exception {
        String mountinfo =
                "40 22 0:40 / /data/a\rb rw - fuse from\rhere rw\n41 22 0:41 / /data/c rw - xfs /dev/sdc rw\n";

        List<String> lines = Mounts.lines(mountinfo.getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(List.of(RelPath.parse("a\rb"), RelPath.parse("c")), Mounts.below("/data", lines));
        assertEquals("xfs", Mounts.type(41, lines));
    }

    @Test
    void what_is_mounted_where_there_is_no_name_any_more_is_left_out() throws Exception {
        List<String> lines = List.of("40 22 0:40 / /data/gone//deleted rw - tmpfs tmpfs rw", MOUNTINFO.get(2));

        assertEquals(List.of(RelPath.parse("a b")), Mounts.below("/data", lines));
    }

    @Test
    void a_backslash_that_begins_no_number_is_one() throws Exception {
        List<String> lines = List.of("40 22 0:40 / /data/a\\9 rw - tmpfs tmpfs rw");

        assertEquals(List.of(RelPath.parse("a\\9")), Mounts.below("/data", lines));
    }

    @Test
    void a_list_that_is_not_understood_is_not_taken_for_an_empty_one() {
        assertThrows(IOException.class, () -> Mounts.below("/data", List.of("40 22 0:40 / /data/a")));
        assertEquals(
                "", Mounts.type(40, List.of("40 22 0:40", "40 22 0:40 / /data/a rw", "40 22 0:40 / /data/a rw -")));
    }

    @Test
    void a_line_of_nothing_but_blanks_names_no_file_system() {
        assertEquals("xfs", Mounts.type(41, List.of("", "   ", "41 22 0:41 / /data/c rw - xfs /dev/sdc rw")));
    }
}
