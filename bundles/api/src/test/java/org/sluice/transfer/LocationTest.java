package org.sluice.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocationTest {

    private static Location location(String text) {
        return Location.parse(text).orElseThrow();
    }

    @Test
    void a_location_has_a_peer_a_share_and_a_path() {
        assertEquals(new Location("host", "in", "", false), location("host:/in"));
        assertEquals(new Location("host", "in", "", true), location("host:/in/"));
        assertEquals(new Location("host:4433", "in", "a/b", false), location("host:4433:/in/a/b"));
        assertEquals(new Location("[::1]:4433", "in", "a b", true), location("[::1]:4433:/in/a b/"));
        assertEquals(new Location("h", "my share", "a:b", false), location("h:/my share/a:b"));
    }

    @Test
    void it_reads_back_as_it_is_written() {
        for (String text : List.of("h:/in", "h:/in/", "h:1:/in/a/b", "[::1]:/in/a/", "h:/in/a:/b")) {
            assertEquals(text, location(text).toString());
            assertEquals(location(text), location(location(text).toString()));
        }
    }

    @Test
    void what_has_no_colon_before_its_first_slash_is_a_local_path() {
        for (String text : List.of("", "a", "/", "/a", "a/b", "a/b:/c", ".", "./h:/in", "h:in", "host:", ":", ":/in")) {
            assertEquals(Optional.empty(), Location.parse(text), text);
        }
    }

    @Test
    void a_location_without_a_share_is_refused() {
        for (String text : List.of("h:/", "h://", "h://a")) {
            assertThrows(IllegalArgumentException.class, () -> Location.parse(text), text);
        }
    }

    @Test
    void a_location_that_leaves_its_share_is_refused() {
        for (String text : List.of(
                "h:/in/..",
                "h:/in/../",
                "h:/in/../../etc",
                "h:/in/a/../b",
                "h:/in/.",
                "h:/in/./a",
                "h:/in//a",
                "h:/in/a//",
                "h:/in//")) {
            assertThrows(IllegalArgumentException.class, () -> Location.parse(text), text);
        }
    }
}
