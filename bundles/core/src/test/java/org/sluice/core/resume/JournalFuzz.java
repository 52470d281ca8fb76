package org.sluice.core.resume;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Any bytes as a journal, and as what checksums that are right say is one. See {@code itest/fuzz}. */
public final class JournalFuzz {

    private static final long MAGIC = 0x534c4a4f55524e31L;
    private static final int PREFIX = 10;

    private JournalFuzz() {}

    /** Reads what is whole of it, or nothing. */
    public static void fuzzerTestOneInput(byte[] data) {
        JournalLayout.read(data);
        if (data.length > 1) {
            JournalLayout.read(sealed(data));
        }
    }

    /** A header of a length that the first byte says, then records. */
    private static byte[] sealed(byte[] data) {
        int length = Math.min(data[0] & 0xff, data.length - 1);
        int records = (data.length - 1 - length) / (JournalLayout.RECORD - Integer.BYTES);
        ByteBuffer journal = ByteBuffer.allocate(PREFIX + length + Integer.BYTES + records * JournalLayout.RECORD);
        journal.putLong(MAGIC).putShort((short) length).put(data, 1, length);
        journal.putInt(crc(Arrays.copyOf(journal.array(), journal.position())));
        for (int at = 1 + length; journal.hasRemaining(); at += JournalLayout.RECORD - Integer.BYTES) {
            byte[] record = Arrays.copyOfRange(data, at, at + JournalLayout.RECORD - Integer.BYTES);
            journal.put(record).putInt(crc(record));
        }
        return journal.array();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
