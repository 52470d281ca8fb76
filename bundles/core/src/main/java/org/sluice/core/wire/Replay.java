package org.sluice.core.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sluice.core.session.ProtocolException;

/** Frames that were sent and that the peer has not said it has heard: said again where the control stream goes on. */
final class Replay {

    /** Of a peer that keeps up with what comes, less is unheard: what a stream takes up, and what it is told of late. */
    static final long MOST_BYTES = 64L << 20;

    private final Deque<byte[]> unheard = new ArrayDeque<>();
    private long bytes;
    private long heard;
    private boolean needless;

    /** The control stream is never replaced: nothing is kept. */
    synchronized void forget() {
        needless = true;
        unheard.clear();
        bytes = 0;
    }

    /**
     * A frame is about to be sent.
     *
     * @return whether it can be said again; not when too much is unheard, which then is forgotten
     */
    synchronized boolean add(byte[] frame) {
        if (!needless) {
            unheard.add(frame);
            bytes += frame.length;
            if (bytes > MOST_BYTES) {
                forget();
            }
        }
        return !needless;
    }

    /**
     * The peer has heard so many frames, since the first.
     *
     * @throws ProtocolException when so many were not sent, or it has said more before
     */
    synchronized void heard(long count) throws ProtocolException {
        if (needless) {
            return;
        }
        if (count < heard || count - heard > unheard.size()) {
            throw new ProtocolException("the peer has heard " + count + " frames of " + (heard + unheard.size())
                    + ", after it had heard " + heard);
        }
        while (heard < count) {
            bytes -= unheard.remove().length;
            heard++;
        }
    }

    /** All that is to be said again. */
    synchronized byte[] all() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        unheard.forEach(frames::writeBytes);
        return frames.toByteArray();
    }
}
