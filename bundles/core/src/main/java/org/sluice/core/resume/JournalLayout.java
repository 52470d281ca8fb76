package org.sluice.core.resume;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.sluice.chunk.Hash;
import org.sluice.io.RelPath;

/**
 * How a journal looks; integers are big-endian.
 *
 * <pre>
 * header  magic:8  length:2  chunkSize:4  size:8  seconds:8  nanos:4  hasherLength:1  hasher  destination  crc:4
 * record  number:4  hash:32  crc:4
 * </pre>
 *
 * {@code length} is that of all between it and the checksum (CRC32C, of all before it, from the magic or the number on).
 * Of two records of a chunk the later holds; one that is damaged is skipped, and what follows the last whole one ignored.
 */
final class JournalLayout {

    static final int RECORD = 4 + Hash.BYTES + 4;

    private static final long MAGIC = 0x534c4a4f55524e31L;
    private static final int PREFIX = 10;
    private static final int FIXED = 25;
    private static final int MAX_HASHER = 64;

    /** Of a header, in bytes. */
    static final int MAX_HEADER = PREFIX + FIXED + MAX_HASHER + RelPath.MAX_PATH + 4;

    private JournalLayout() {}

    static byte[] header(Journalled journal) {
        byte[] hasher = journal.hasher().getBytes(StandardCharsets.UTF_8);
        byte[] path = journal.destination().bytes();
        int length = FIXED + hasher.length + path.length;
        ByteBuffer header = ByteBuffer.allocate(PREFIX + length + 4)
                .putLong(MAGIC)
                .putShort((short) length)
                .putInt(journal.chunkSize())
                .putLong(journal.size())
                .putLong(journal.modified().getEpochSecond())
                .putInt(journal.modified().getNano())
                .put((byte) hasher.length)
                .put(hasher)
                .put(path);
        return sealed(header);
    }

    static byte[] record(int number, Hash hash) {
        return sealed(ByteBuffer.allocate(RECORD).putInt(number).put(hash.bytes()));
    }

    private static byte[] sealed(ByteBuffer bytes) {
        return bytes.putInt(crc(bytes.array(), 0, bytes.position())).array();
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    /** Reads what is whole of a journal; empty when its header is not. */
    static Optional<Journalled> read(byte[] journal) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(journal);
            if (bytes.getLong() != MAGIC) {
                return Optional.empty();
            }
            int end = PREFIX + (bytes.getShort() & 0xffff);
            if (end > MAX_HEADER - 4 || crc(journal, 0, end) != bytes.getInt(end)) {
                return Optional.empty();
            }
            int chunkSize = bytes.getInt();
            long size = bytes.getLong();
            Instant modified = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
            byte[] hasher = new byte[bytes.get() & 0xff];
            bytes.get(hasher);
            byte[] path = Arrays.copyOfRange(journal, bytes.position(), end);
            return Optional.of(new Journalled(
                    RelPath.parse(path),
                    size,
                    modified,
                    chunkSize,
                    new String(hasher, StandardCharsets.UTF_8),
                    records(journal, end + 4)));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | DateTimeException damaged) {
            return Optional.empty();
        }
    }

    private static Map<Integer, Hash> records(byte[] journal, int from) {
        Map<Integer, Hash> chunks = new HashMap<>();
        ByteBuffer bytes = ByteBuffer.wrap(journal);
        for (int at = from; at + RECORD <= journal.length; at += RECORD) {
            int crc = at + RECORD - 4;
            int number = bytes.getInt(at);
            if (crc(journal, at, crc) == bytes.getInt(crc) && number >= 0) {
                chunks.put(number, Hash.of(Arrays.copyOfRange(journal, at + 4, crc)));
            }
        }
        return chunks;
    }
}
