package org.sluice.itest.plain;

import java.nio.ByteBuffer;

/** How long the frame is that begins here; more than there is while it has not come whole. Nothing is taken. */
final class Frames {

    private static final int HASH = 32;
    private static final int PART = 1 << 20;

    private Frames() {}

    static int control(ByteBuffer bytes) {
        return bytes.remaining() < 4 ? Integer.MAX_VALUE : 4 + bytes.getInt(bytes.position());
    }

    /** Of a lane, the way its contents go; {@code seal} bytes follow a range. */
    static int lane(ByteBuffer bytes, int seal) {
        int at = bytes.position();
        int there = bytes.remaining();
        return switch (bytes.get(at)) {
            case 1 -> there < 9 ? Integer.MAX_VALUE : 9 + 12 * bytes.getInt(at + 1) + bytes.getInt(at + 5) + HASH;
            case 2 -> there < 21 ? Integer.MAX_VALUE : 21 + bytes.getInt(at + 17) + 1 + HASH + seal;
            case 3 -> there < 13 ? Integer.MAX_VALUE : 13 + bytes.getInt(at + 9) + HASH;
            case 4 -> there < 21 ? Integer.MAX_VALUE : parts(bytes, at, there) + seal;
            default -> throw new IllegalArgumentException("a frame of type " + bytes.get(at));
        };
    }

    /** Of a lane, the other way; {@code seal} bytes follow what is confirmed. */
    static int confirmation(ByteBuffer bytes, int seal) {
        return bytes.get(bytes.position()) == 1 ? 1 + seal : 1;
    }

    private static int parts(ByteBuffer bytes, int at, int there) {
        int position = 21;
        for (int left = bytes.getInt(at + 17); left > 0; left -= PART) {
            if (there < position + 4) {
                return there + 1;
            }
            position += 4 + bytes.getInt(at + position);
        }
        return position + 1 + HASH;
    }
}
