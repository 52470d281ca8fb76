package org.sluice.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalPathTest {

    @Test
    void a_slash_at_the_end_means_the_contents() {
        assertEquals(new LocalPath(Path.of("a/b"), false), LocalPath.parse("a/b"));
        assertEquals(new LocalPath(Path.of("a/b"), true), LocalPath.parse("a/b/"));
        assertEquals(new LocalPath(Path.of("a/."), true), LocalPath.parse("a/."));
        assertEquals(new LocalPath(Path.of("."), true), LocalPath.parse("."));
        assertEquals(new LocalPath(Path.of("/"), true), LocalPath.parse("/"));
        assertEquals(new LocalPath(Path.of("a."), false), LocalPath.parse("a."));
    }

    @Test
    void it_is_shown_as_a_person_would_type_it() {
        assertEquals("a/b", LocalPath.parse("a/b").toString());
        assertEquals("a/b/", LocalPath.parse("a/b/").toString());
        assertEquals("/", LocalPath.parse("/").toString());
    }
}
