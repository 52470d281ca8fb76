package org.sluice.core.land;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that hashes may take which peers say before content: a quarter of the heap for all sessions of this process, whatever
 * sizes they announce. A session gets half of what the others leave. From any thread.
 */
public final class HashRoom {

    /** What is kept of a chunk in all that knows of it until its file has landed, in bytes: 110 to 310 were measured. */
    private static final int EACH = 400;

    private static final int PART = 4;

    private final long most;
    private long taken;

    /** In the heap of this process. */
    public HashRoom() {
        this(Runtime.getRuntime().maxMemory() / PART / EACH);
    }

    /** For so many hashes. */
    HashRoom(long most) {
        this.most = most;
    }

    /** A session's part. */
    public Lease lease() {
        return new Lease();
    }

    /** What one session takes, by file. */
    public final class Lease implements AutoCloseable {

        private final Map<Long, Integer> files = new HashMap<>();
        private long ours;

        private Lease() {}

        /** Whether the hashes of so many chunks of a file may come; they have room until it has ended. */
        public boolean take(long id, int chunks) {
            synchronized (HashRoom.this) {
                if (ours + chunks > (most - (taken - ours)) / 2) {
                    return false;
                }
                files.put(id, chunks);
                ours += chunks;
                taken += chunks;
                return true;
            }
        }

        /** A file has landed, or will not. */
        public void end(long id) {
            synchronized (HashRoom.this) {
                Integer chunks = files.remove(id);
                if (chunks != null) {
                    ours -= chunks;
                    taken -= chunks;
                }
            }
        }

        @Override
        public void close() {
            synchronized (HashRoom.this) {
                taken -= ours;
                ours = 0;
                files.clear();
            }
        }
    }
}
