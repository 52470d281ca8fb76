package org.sluice.transport.tcp;

/**
 * How much the peer may still send in a stream of the root socket: what has been taken is given back in halves, and doubled while it is
 * taken as fast as it comes. Of the event loop alone.
 */
final class Window {

    /** What either end may send at first. */
    static final int FIRST = 64 * 1024;

    /** A gigabit per second over 8 ms, for each of the streams. */
    static final int LARGEST = 1024 * 1024;

    /** What a message costs beyond its bytes, so that tiny ones fill no more memory than large ones. */
    static final int MESSAGE = 128;

    /** What the windows of a connection may have grown by, all together. */
    static final class Growth {

        private long left;

        Growth(long most) {
            left = most;
        }

        private int take(int wanted) {
            int taken = (int) Math.min(wanted, left);
            left -= taken;
            return taken;
        }
    }

    private final Growth growth;
    private int size = FIRST;
    private int left = FIRST;
    private int owed;

    Window(Growth growth) {
        this.growth = growth;
    }

    /** A message of so many bytes has come; false when the peer may not have sent it. */
    boolean arrived(int bytes) {
        int cost = bytes + MESSAGE;
        if (cost > left) {
            return false;
        }
        left -= cost;
        owed += cost;
        return true;
    }

    /** What the peer is to be told that it may send besides; 0 when it has enough for now. To be asked while what comes is wanted. */
    int due() {
        if (owed < size / 2) {
            return 0;
        }
        int more = growth.take(Math.min(size, LARGEST - size));
        int credit = owed + more;
        size += more;
        left += credit;
        owed = 0;
        return credit;
    }

    /** The stream is no more. */
    void close() {
        growth.left += size - FIRST;
        size = FIRST;
    }
}
