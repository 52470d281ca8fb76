package org.sluice.core.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

class RecordedTest {

    @Test
    void an_entry_comes_back_from_its_line_as_it_was() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Recorded recorded = random(random);

            Recorded parsed = Recorded.parse(recorded.line());

            assertEquals(recorded.entry(), parsed.entry(), () -> "seed " + seed);
            assertArrayEquals(recorded.linkTarget(), parsed.linkTarget(), () -> "seed " + seed);
            assertEquals(recorded.attributes(), parsed.attributes(), () -> "seed " + seed);
        }
    }

    private static Recorded random(Random random) {
        EntryKind kind = EntryKind.values()[random.nextInt(EntryKind.values().length)];
        Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        long size = random.nextLong(1L << 50);
        Entry entry = new Entry(
                random.nextInt(10) == 0 ? RelPath.ROOT : RelPath.parse(bytes(random)),
                kind,
                size,
                new Metadata(random.nextInt(010000), random.nextInt(), random.nextInt(), time),
                new FileId(random.nextLong(), random.nextLong()),
                random.nextInt(1000),
                random.nextLong(),
                size,
                random.nextBoolean() ? Optional.of(time.plusSeconds(5)) : Optional.empty(),
                Optional.empty());
        List<Attribute> attributes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.add(new Attribute(("user." + i).getBytes(), bytes(random)));
        }
        return new Recorded(entry, random.nextBoolean() ? bytes(random) : new byte[0], Attributes.of(attributes));
    }

    /** Any bytes that a name may have. */
    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(40)];
        for (int i = 0; i < bytes.length; i++) {
            do {
                bytes[i] = (byte) random.nextInt();
            } while (bytes[i] == 0 || bytes[i] == '/' || bytes[i] == '.');
        }
        return bytes;
    }

    @Test
    void a_damaged_line_is_refused() {
        Recorded whole = random(new Random(1));
        for (String damaged : List.of(
                "",
                "FILE 1",
                whole.line().replace(whole.entry().kind().name(), "NOTHING"),
                whole.line() + " 00",
                whole.line() + " 75=zz")) {
            assertThrows(IllegalArgumentException.class, () -> Recorded.parse(damaged), damaged);
        }
    }
}
