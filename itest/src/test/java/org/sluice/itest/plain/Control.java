package org.sluice.itest.plain;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The control stream: frames of a length, a type and a message. */
final class Control implements AutoCloseable {

    static final int HELLO = 0x8001;
    static final int REQUEST = 0x8002;
    static final int ACCEPTED = 0x8003;
    static final int DONE = 0x800a;
    static final int ERROR = 0x800b;
    static final int LIST_REQUEST = 0x8012;
    static final int LISTING = 0x8013;
    static final int READ_REQUEST = 0x8014;
    static final int READ_RESPONSE = 0x8015;

    private static final int CRITICAL = 0x8000;
    private static final int UNKNOWN = 0x6f;

    private final Wire wire;
    private final Strangeness strangeness;
    private int sent;

    /**
     * What is sent beside what Sluice knows.
     *
     * @param critical whether it must not be skipped
     * @param from the first of our frames that it comes before, from 0
     * @param to the last
     */
    record Strangeness(boolean critical, int from, int to) {

        static final Strangeness NONE = new Strangeness(false, 0, -1);
    }

    /** A frame that has come. */
    record Frame(int type, Proto message) {

        boolean isLast() {
            return type == 0;
        }
    }

    Control(Wire wire, Strangeness strangeness) {
        this.wire = wire;
        this.strangeness = strangeness;
    }

    /** Opens it, as the initiator. */
    void open() throws IOException {
        wire.send(new byte[] {'C'});
    }

    /** Takes it, as the responder. */
    void take() throws IOException {
        wire.receive(1);
    }

    void send(int type, Proto message) throws IOException {
        if (sent >= strangeness.from() && sent <= strangeness.to()) {
            put(strangeness.critical() ? CRITICAL | UNKNOWN : UNKNOWN, new Proto().with(1, "from the future"));
        }
        sent++;
        put(type, message);
    }

    private void put(int type, Proto message) throws IOException {
        byte[] body = message.bytes();
        wire.send(ByteBuffer.allocate(6 + body.length)
                .putInt(2 + body.length)
                .putShort((short) type)
                .put(body)
                .array());
    }

    /** The next frame that must be understood; one of type 0 when the peer has finished. */
    Frame next() throws IOException {
        while (true) {
            byte[] header = wire.receive(6);
            if (header.length == 0) {
                return new Frame(0, new Proto());
            }
            ByteBuffer fields = ByteBuffer.wrap(header);
            int length = fields.getInt() - 2;
            int type = fields.getShort() & 0xffff;
            byte[] body = length == 0 ? new byte[0] : wire.receive(length);
            if ((type & CRITICAL) != 0) {
                return new Frame(type, Proto.read(body));
            }
        }
    }

    /** The next frame, which must be of this type. */
    Proto next(int type) throws IOException {
        Frame frame = next();
        if (frame.type() == ERROR) {
            throw new IOException("the peer says: " + frame.message().text(2));
        }
        if (frame.type() != type) {
            throw new EOFException(
                    "not " + Integer.toHexString(type) + " comes but " + Integer.toHexString(frame.type()));
        }
        return frame.message();
    }

    void finish() throws IOException {
        wire.finish();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
