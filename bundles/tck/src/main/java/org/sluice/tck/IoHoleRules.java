package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Copied;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.Root;

/** Files with holes, and files that change while they are copied. */
abstract class IoHoleRules extends IoAclRules {

    private static final Set<Aspect> ASKED = Set.of(Aspect.HOLES);

    /** Larger than what a hole's borders are rounded to, and than what goes through memory in one piece. */
    private static final int MIB = 1 << 20;

    /** A file with a byte at each of these positions and nothing between; made by another program. */
    private void sparse(String name, long size, long... positions) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(inside.resolve(name).toFile(), "rw")) {
            file.setLength(size);
            for (long position : positions) {
                file.seek(position);
                file.write(7);
            }
        }
    }

    private void holes() throws IOException {
        claimed(IoFeature.HOLES);
        sparse("none", 4 * MIB);
        assumeTrue(entry(NONE).allocated() < MIB, "this file system fills holes");
        root.remove(NONE);
    }

    @Test
    void a_file_without_holes_is_all_data() throws IOException {
        store(FILE, "content");
        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            assertEquals(0, file.nextData(0));
            assertEquals(5, file.nextData(5));
            assertEquals(7, file.nextHole(0));
            assertEquals(7, file.nextData(7));
            assertEquals(7, file.nextHole(7));
        }
        assertTrue(entry(FILE).allocated() >= 0);
    }

    @Test
    void holes_are_told_from_data() throws IOException {
        holes();
        sparse("file", 8 * MIB, 2 * MIB, 4 * MIB);

        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            long data = file.nextData(0);
            long hole = file.nextHole(data);
            assertTrue(data > 0 && data <= 2 * MIB, data + " is where the data begins");
            assertTrue(hole > 2 * MIB && hole < 4 * MIB, hole + " is where it ends");
            assertEquals(0, file.nextHole(0));
            assertTrue(file.nextData(hole) > hole && file.nextData(hole) <= 4 * MIB);
            assertEquals(8 * MIB, file.nextData(file.nextHole(4 * MIB)));
            assertEquals(8 * MIB, file.nextHole(9 * MIB));
        }
        assertTrue(entry(FILE).allocated() < 4 * MIB, entry(FILE)::toString);
    }

    @Test
    void a_copy_has_the_sources_holes_when_they_are_asked_for() throws IOException {
        holes();
        copiedWithHoles("holes in the middle", 8L * MIB, 0, 3 * MIB, 8 * MIB - 1);
        copiedWithHoles("holes at both ends", 8L * MIB, 4 * MIB);
        copiedWithHoles("nothing but a hole", 8L * MIB);
        copiedWithHoles("small", 16384, 9000);
        copiedWithHoles("huge", 1L << 40, 1L << 39);
    }

    @Test
    void a_copy_into_another_kind_of_root_has_them_too() throws IOException {
        holes();
        sparse("file", 8 * MIB, 4 * MIB);

        Copied copied = root.copy(FILE, another(root, () -> {}), OTHER, PLAIN, ASKED);

        assertEquals(8 * MIB, copied.bytes());
        assertEquals(8 * MIB, entry(OTHER).size());
        assertTrue(entry(OTHER).allocated() < MIB, entry(OTHER)::toString);
    }

    private void copiedWithHoles(String what, long size, long... positions) throws IOException {
        sparse("file", size, positions);

        Copied copied = root.copy(FILE, root, OTHER, PLAIN, ASKED);

        assertEquals(size, copied.bytes(), what);
        assertEquals(size, entry(OTHER).size(), what);
        assertTrue(entry(OTHER).allocated() <= entry(FILE).allocated() + MIB / 4, what);
        try (FileHandle copy = root.open(OTHER, OpenMode.READ)) {
            for (long position : positions) {
                byte[] around = new byte[3];
                long start = Math.max(0, position - 1);
                int read = copy.read(start, MemorySegment.ofArray(around));
                byte[] expected = new byte[3];
                expected[(int) (position - start)] = 7;
                assertTrue(read >= 2, what);
                assertArrayEquals(expected, around, what);
            }
        }
        assertEquals(PLAIN, entry(OTHER).metadata().withoutOwner(), what);
        root.remove(FILE);
        root.remove(OTHER);
    }

    @Test
    void a_copy_without_its_holes_is_as_long() throws IOException {
        sparse("file", 2 * MIB, MIB);

        assertEquals(2 * MIB, root.copy(FILE, root, OTHER, PLAIN, Set.of()).bytes());

        assertEquals(2 * MIB, entry(OTHER).size());
    }

    @Test
    void a_copy_of_what_keeps_still_says_so() throws IOException {
        store(FILE, "still");

        assertTrue(!root.copy(FILE, root, OTHER, PLAIN, Set.of()).changed());
    }

    @Test
    void a_copy_tells_that_its_source_changed_meanwhile() throws IOException {
        store(FILE, "before");

        Root meanwhile = another(root, () -> {
            try (FileHandle source = root.open(FILE, OpenMode.WRITE)) {
                source.write(0, memory("after!"));
            }
        });

        assertTrue(root.copy(FILE, meanwhile, OTHER, PLAIN, Set.of()).changed());
    }
}
