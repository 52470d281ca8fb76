package org.sluice.transport.netty;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** The length before each record of a stream, put together from however many pieces it arrives in. */
final class RecordHeader {

    private int value;
    private int missing = Integer.BYTES;

    /** Reads on; true when it is complete. */
    boolean read(ByteBuf bytes) throws IOException {
        if (missing == Integer.BYTES && bytes.readableBytes() >= Integer.BYTES) {
            value = bytes.readInt();
        } else {
            while (missing > 0 && bytes.isReadable()) {
                value = value << Byte.SIZE | bytes.readUnsignedByte();
                missing--;
            }
            if (missing > 0) {
                return false;
            }
            missing = Integer.BYTES;
        }
        if (value < 0) {
            throw new IOException("the peer sends a record of " + Integer.toUnsignedString(value) + " bytes");
        }
        return true;
    }

    /** The number of bytes that follow; 0 when the peer has finished. */
    int value() {
        return value;
    }
}
