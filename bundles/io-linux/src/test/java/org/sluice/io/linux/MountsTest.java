package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void the_writable_mounts_below_a_directory_are_found_relative_to_it() {
        assertEquals(List.of(RelPath.parse("a b"), RelPath.parse("deep/down")), Mounts.below("/data", MOUNTINFO));
    }

    @Test
    void everything_but_the_root_itself_is_below_the_root() {
        assertEquals(4, Mounts.below("/", MOUNTINFO).size());
    }
}
