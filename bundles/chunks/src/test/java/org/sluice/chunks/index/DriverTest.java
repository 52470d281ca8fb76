package org.sluice.chunks.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverTest {

    @TempDir
    private Path folder;

    @Test
    void the_library_is_unpacked_once_and_found_then() throws Exception {
        assertEquals(Optional.empty(), Driver.find(folder.resolve("none yet")));

        Path library = Driver.unpack(folder);

        assertEquals(Optional.of(library), Driver.find(folder));
        assertArrayEquals(
                new String[] {library.getFileName().toString()}, folder.toFile().list());
    }

    @Test
    void a_damaged_library_is_never_loaded() throws Exception {
        Path library = Driver.unpack(folder);
        byte[] content = Files.readAllBytes(library);
        content[content.length / 2] ^= 1;
        Files.write(library, content);

        assertEquals(Optional.empty(), Driver.find(folder));
        assertEquals(0, folder.toFile().list().length);
    }
}
