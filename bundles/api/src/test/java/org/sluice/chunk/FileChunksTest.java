package org.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.io.RelPath;

class FileChunksTest {

    private static final Hash ONE = new Hash(1, 2, 3, 4);
    private static final Hash TWO = new Hash(5, 6, 7, 8);

    private static final Hasher SHA_256 = new Hasher() {
        @Override
        public String name() {
            return "sha-256";
        }

        @Override
        public Hash hash(MemorySegment data) {
            try {
                byte[] bytes = data.toArray(ValueLayout.JAVA_BYTE);
                return Hash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Digest digest() {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void a_file_has_one_hash_for_each_chunk() {
        assertEquals(6, new FileChunks(10, 6, List.of(ONE, TWO)).offset(1));
        assertEquals(4, new FileChunks(10, 6, List.of(ONE, TWO)).length(1));
        assertThrows(IllegalArgumentException.class, () -> new FileChunks(10, 6, List.of(ONE)));
        assertThrows(IllegalArgumentException.class, () -> new FileChunks(10, 5, List.of(ONE, TWO, ONE)));
    }

    @Test
    void the_hash_of_a_file_is_that_of_its_size_and_of_its_chunks() {
        byte[] identity = HexFormat.of()
                .parseHex("000000000000000a" + "0000000000000001000000000000000200000000000000030000000000000004"
                        + "0000000000000005000000000000000600000000000000070000000000000008");

        Hash hash = new FileChunks(10, 6, List.of(ONE, TWO)).fileHash(SHA_256);

        assertEquals(SHA_256.hash(MemorySegment.ofArray(identity)), hash);
        assertNotEquals(hash, new FileChunks(11, 6, List.of(ONE, TWO)).fileHash(SHA_256));
        assertNotEquals(hash, new FileChunks(10, 6, List.of(TWO, ONE)).fileHash(SHA_256));
    }

    @Test
    void a_file_is_indexed_with_chunks_of_its_own_size() {
        Path root = Path.of("/r");
        FileKey key = new FileKey(1, 2, 10, Instant.EPOCH, Instant.EPOCH);
        KnownFile file = new KnownFile(root, RelPath.parse("f"), key);

        assertThrows(
                IllegalArgumentException.class,
                () -> new IndexedFile(file, Instant.EPOCH, new FileChunks(9, 9, List.of(ONE))));
        assertThrows(IllegalArgumentException.class, () -> new KnownFile(Path.of("r"), RelPath.parse("f"), key));
        assertThrows(IndexOutOfBoundsException.class, () -> new ChunkPlace.InFile(file, 6, 5));
    }
}
