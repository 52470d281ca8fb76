package com.example.sluice.rdma;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A queue pair with registered memory of its own, where messages come in, and go out that do not lie in registered memory yet. */
final class Pair implements AutoCloseable {

    /** Of a message. */
    static final int MOST = 128 * 1024;

    /** Messages that may come before any is taken: the back pressure. */
    private static final int RECEIVES = 8;

    private static final int BYTES = 0;
    private static final int END = 1;

    private final Verbs.QueuePair queues;
    private final Slab slab;
    private final Verbs.Registered room;
    private final MemorySegment incoming;
    private final MemorySegment outgoing;
    private long slot = -1;
    private int at;
    private int left;
    private boolean ended;
    private boolean broken;

    Pair(Verbs.QueuePair queues, Slab slab) throws IOException {
        this.queues = queues;
        this.slab = slab;
        // An implementation would take this from a pool of registered memory, too: registering is slow.
        room = slab.verbs().register(Arena.ofAuto().allocate((RECEIVES + 1L) * MOST));
        incoming = room.memory().asSlice(0, (long) RECEIVES * MOST);
        outgoing = room.memory().asSlice((long) RECEIVES * MOST);
        for (int i = 0; i < RECEIVES; i++) {
            queues.postReceive(i, room, (long) i * MOST, MOST);
        }
    }

    /** Sends memory as it lies, if the device knows it already. */
    boolean sendInPlace(MemorySegment memory) throws IOException {
        long offset = slab.offset(memory);
        if (offset < 0) {
            return false;
        }
        for (long sent = 0; sent < memory.byteSize(); ) {
            int length = (int) Math.min(memory.byteSize() - sent, MOST);
            post(slab.registered(), offset + sent, length, BYTES, Deadline.NONE);
            sent += length;
        }
        return true;
    }

    /** A message from memory of our own, of which the first bytes have been filled. */
    void send(int length) throws IOException {
        post(room, (long) RECEIVES * MOST, length, BYTES, Deadline.NONE);
    }

    /** Where to fill them in. */
    MemorySegment outgoing() {
        return outgoing;
    }

    /** Says that nothing more comes. */
    void sendEnd() throws IOException {
        post(room, (long) RECEIVES * MOST, 0, END, Deadline.NONE);
    }

    /** One after the other, to be simple: a device is kept busy by several. */
    private void post(Verbs.Registered from, long offset, int length, int immediate, Deadline deadline)
            throws IOException {
        if (broken) {
            throw new IOException("an earlier call was interrupted within a message");
        }
        broken = true;
        queues.postSend(from, offset, length, immediate);
        try {
            queues.awaitSent(deadline);
        } catch (java.io.InterruptedIOException e) {
            queues.close(); // the memory is the caller's again only when nothing is posted any more
            throw e;
        }
        broken = false;
    }

    /** Waits for bytes; null when the peer has said that nothing more comes. Valid until they have all been taken. */
    MemorySegment next(Deadline deadline) throws IOException {
        while (left == 0 && !ended) {
            giveBack();
            Verbs.Received message = queues.awaitReceived(deadline);
            slot = message.id();
            at = 0;
            left = message.length();
            ended = message.immediate() == END;
        }
        return left == 0 ? null : incoming.asSlice(slot * MOST + at, left);
    }

    /** So many of them have been taken. */
    void taken(int bytes) {
        at += bytes;
        left -= bytes;
    }

    private void giveBack() throws IOException {
        if (slot >= 0) {
            queues.postReceive(slot, room, slot * MOST, MOST);
            slot = -1;
        }
    }

    /** Reads at least one byte; -1 at the end. */
    int read(ByteBuffer into, Deadline deadline) throws IOException {
        MemorySegment bytes = next(deadline);
        if (bytes == null) {
            return -1;
        }
        int length = (int) Math.min(bytes.byteSize(), into.remaining());
        into.put(bytes.asSlice(0, length).asByteBuffer());
        taken(length);
        return length;
    }

    void readFully(ByteBuffer into, Deadline deadline) throws IOException {
        while (into.hasRemaining()) {
            if (read(into, deadline) < 0) {
                throw new EOFException("the peer has closed");
            }
        }
        into.flip();
    }

    /** Writes a few bytes. */
    void write(Deadline deadline, ByteBuffer... from) throws IOException {
        ByteBuffer message = outgoing.asByteBuffer();
        for (ByteBuffer part : from) {
            message.put(part);
        }
        post(room, (long) RECEIVES * MOST, message.position(), BYTES, deadline);
    }

    @Override
    public void close() {
        queues.close();
    }
}
