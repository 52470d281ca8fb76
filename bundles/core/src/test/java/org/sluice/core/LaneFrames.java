package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sluice.data.Sink;
import org.sluice.transport.Stream;

/** Takes a frame of a lane as a receiver of any age would, which knows only its layout. */
final class LaneFrames {

    private static final int HASH = 32;
    private static final int SEAL = 16;
    private static final int PART = 1 << 20;

    private LaneFrames() {}

    /** Takes one, whose ranges have seals or have none; by what a receiver names it that confirms it. */
    static byte[] receive(Stream lane, boolean sealed) throws IOException {
        int seal = sealed ? SEAL : 0;
        return switch (bytes(lane, 1).get()) {
            case 1 -> {
                ByteBuffer header = bytes(lane, 8);
                bytes(lane, 12 * header.getInt() + header.getInt());
                yield hash(lane);
            }
            case 2 -> {
                bytes(lane, bytes(lane, 20).getInt(16) + 1 + HASH);
                yield bytes(lane, seal).array();
            }
            case 3 -> {
                bytes(lane, bytes(lane, 12).getInt(8));
                yield hash(lane);
            }
            case 4 -> {
                for (int left = bytes(lane, 20).getInt(16); left > 0; left -= PART) {
                    bytes(lane, bytes(lane, 4).getInt());
                }
                bytes(lane, 1 + HASH);
                yield bytes(lane, seal).array();
            }
            default -> throw new IOException("a lane carries what is no frame");
        };
    }

    private static byte[] hash(Stream lane) throws IOException {
        return Arrays.copyOf(bytes(lane, HASH).array(), SEAL);
    }

    private static ByteBuffer bytes(Stream lane, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (lane.receive(new Sink.Memory(MemorySegment.ofArray(bytes))) < length) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes);
    }
}
