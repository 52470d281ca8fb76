package org.sluice.core.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sluice.core.session.ProtocolException;

/** Frames that were sent and that the peer has not said it has heard: said again where the control stream goes on. */
final class Replay {

    private final Deque<byte[]> unheard = new ArrayDeque<>();
    private long heard;
    private boolean needless;

    /** The control stream is never replaced: nothing is kept. */
    synchronized void forget() {
        needless = true;
        unheard.clear();
    }

    /** A frame is about to be sent. */
    synchronized void add(byte[] frame) {
        if (!needless) {
            unheard.add(frame);
        }
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
            unheard.remove();
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
