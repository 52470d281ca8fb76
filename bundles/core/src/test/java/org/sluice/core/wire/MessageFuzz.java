package org.sluice.core.wire;

import java.nio.ByteBuffer;
import org.sluice.core.session.ProtocolException;

/** Any bytes as a control frame. See {@code itest/fuzz}. */
public final class MessageFuzz {

    private MessageFuzz() {}

    /** Reads a message, or refuses it. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int type = ByteBuffer.wrap(data).getShort() & 0xFFFF;
        try {
            MessageCodec.decode(type, ByteBuffer.wrap(data, 2, data.length - 2));
        } catch (ProtocolException refused) {
            // As it may be.
        }
    }
}
