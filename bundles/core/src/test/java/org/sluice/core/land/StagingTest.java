package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

class StagingTest {

    @TempDir
    private Path directory;

    private Path top;
    private Root root;

    @BeforeEach
    void open_the_root() throws IOException {
        top = directory.resolve(".sluice-staging");
        root = new NioBackend().root(directory);
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    @Test
    void the_staging_folder_is_for_its_owner_only_and_gone_at_the_end() throws Exception {
        try (Staging staging = Staging.open(root)) {
            assertTrue(Staging.isStaging(RelPath.parse(".sluice-staging")));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(top)));
            assertTrue(staging.next().startsWith(RelPath.parse(".sluice-staging")));
        }
        assertFalse(Files.exists(top));
    }

    @Test
    void no_two_names_are_the_same_not_even_of_two_sessions() throws Exception {
        try (Staging one = Staging.open(root);
                Staging other = Staging.open(root)) {
            assertNotEquals(one.next(), one.next());
            assertNotEquals(one.next(), other.next());
            assertNotEquals(RelPath.parse(one.unique()), RelPath.parse(other.unique()));
        }
        assertFalse(Files.exists(top));
    }

    @Test
    void the_last_of_several_sessions_removes_the_folder() throws Exception {
        Staging one = Staging.open(root);
        Staging other = Staging.open(root);
        one.close();
        assertTrue(Files.exists(top));
        other.close();
        other.close();
        assertFalse(Files.exists(top));
    }

    @Test
    void what_dead_processes_left_is_removed_and_what_living_ones_have_is_not() throws Exception {
        ProcessHandle us = ProcessHandle.current();
        String started = Long.toHexString(us.info().startInstant().orElseThrow().toEpochMilli());
        Path dead = Files.createDirectories(top.resolve(us.pid() + "-1-7"));
        Files.createDirectories(dead.resolve("directory/in it"));
        Files.writeString(dead.resolve("file"), "left");
        Path nobody = Files.createDirectories(top.resolve("999999999-1-1"));
        Path alive = Files.createDirectories(top.resolve(us.pid() + "-" + started + "-999"));

        try (Staging staging = Staging.open(root)) {
            assertFalse(Files.exists(dead));
            assertFalse(Files.exists(nobody));
            assertTrue(Files.exists(alive));
            assertTrue(Files.exists(directory.resolve(staging.next().parent().toString())));
        }
    }

    @Test
    void strange_names_in_the_folder_do_no_harm() throws Exception {
        Files.createDirectory(top);
        for (String name : List.of("-", "x-1-1", "1", "99999999999999999999999-1-1")) {
            Files.createDirectory(top.resolve(name));
        }
        Files.writeString(top.resolve("file"), "who knows");

        Staging.open(root).close();

        assertEquals("who knows", Files.readString(top.resolve("file")));
    }

    @Test
    void a_path_leads_into_the_folder_if_any_part_of_it_is_one() {
        for (String path :
                List.of(".sluice-staging", "a/.sluice-staging", ".sluice-staging/a", "a/.sluice-staging/b/c")) {
            assertTrue(Staging.leadsInto(RelPath.parse(path)), path);
        }
        for (String path : List.of("", "a", ".sluice-staging2", "a/sluice-staging/b")) {
            assertFalse(Staging.leadsInto(RelPath.parse(path)), path);
        }
    }
}
