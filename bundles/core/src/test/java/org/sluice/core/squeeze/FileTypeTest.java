package org.sluice.core.squeeze;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.io.RelPath;

class FileTypeTest {

    @ParameterizedTest
    @ValueSource(strings = {"a.jpg", "b/c.JPEG", "x.tar.gz", "film.mkv", "dir.d/letter.docx"})
    void names_tell_what_is_compressed_already(String name) {
        assertTrue(FileType.isPacked(RelPath.parse(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "jpg", "zip/readme", "a.zip.txt", "Makefile", ".gz.d"})
    void other_names_tell_nothing(String name) {
        assertFalse(FileType.isPacked(RelPath.parse(name)));
    }

    @Test
    void what_a_file_begins_with_tells_it_too() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("a"));
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        new GZIPOutputStream(gzip).close();

        assertTrue(FileType.isPacked(MemorySegment.ofArray(zip.toByteArray())));
        assertTrue(FileType.isPacked(MemorySegment.ofArray(gzip.toByteArray())));
        assertTrue(begins(0xFF, 0xD8, 0xFF, 0xE0));
        assertTrue(begins(0, 0, 0, 32, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm'));
        assertTrue(begins(0x1A, 0x45, 0xDF, 0xA3));
        assertTrue(begins(0x28, 0xB5, 0x2F, 0xFD));
    }

    @Test
    void a_beginning_that_is_short_or_text_tells_nothing() {
        assertFalse(begins());
        assertFalse(begins('P', 'K'));
        assertFalse(begins('#', '!', '/', 'b', 'i', 'n'));
    }

    private static boolean begins(int... bytes) {
        byte[] beginning = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            beginning[i] = (byte) bytes[i];
        }
        return FileType.isPacked(MemorySegment.ofArray(beginning));
    }
}
