package org.sluice.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteSizeTest {

    @Test
    void a_number_is_bytes() {
        assertEquals(4194304, ByteSize.parse("4194304", 1));
        assertEquals(0, ByteSize.parse("0", 1));
        assertEquals(7, ByteSize.parse("7B", 1));
    }

    @Test
    void units_are_powers_of_1024_however_they_are_written() {
        for (String megabytes : List.of("256M", "256MB", "256MiB", "256 MB", "256mb", " 256m ")) {
            assertEquals(256L << 20, ByteSize.parse(megabytes, 1), megabytes);
        }
        assertEquals(1L << 10, ByteSize.parse("1K", 1));
        assertEquals(1L << 30, ByteSize.parse("1G", 1));
        assertEquals(1L << 40, ByteSize.parse("1T", 1));
    }

    @Test
    void no_text_means_what_is_said_to_be_meant() {
        assertEquals(5, ByteSize.parse("", 5));
        assertEquals(5, ByteSize.parse("  ", 5));
    }

    @Test
    void what_is_no_size_is_refused_and_quoted() {
        for (String text :
                List.of("-1", "1.5G", "G", "1P", "5I", "5IB", "1 0", "0x10", "many", "1MBB", "9999999999999999")) {
            String message = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text, 1), text)
                    .getMessage();
            assertEquals(true, message.contains("\"" + text + "\""), message);
        }
    }

    @Test
    void more_than_there_are_bytes_is_refused() {
        assertEquals(8388607L << 40, ByteSize.parse("8388607T", 1));
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("8388608T", 1));
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("999999999999999T", 1));
    }
}
