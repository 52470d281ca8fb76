package com.example.sluice.rdma;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A device within the process: what is posted at one end is copied to where the other has set out room. */
final class MemoryVerbs implements Verbs {

    private final Map<Integer, Port> ports = new ConcurrentHashMap<>();
    private final AtomicInteger free = new AtomicInteger(20_000);
    private final AtomicInteger keys = new AtomicInteger();

    @Override
    public Registered register(MemorySegment memory) {
        return new Registered(memory, keys.incrementAndGet());
    }

    @Override
    public QueuePair connect(String host, int port, Deadline deadline) throws IOException {
        if (!host.equals("127.0.0.1")) {
            throw new UnknownHostException(host);
        }
        Port passive = ports.get(port);
        if (passive == null) {
            throw new ConnectException("nobody listens at " + host + ":" + port);
        }
        ReentrantLock wire = new ReentrantLock();
        End near = new End(wire);
        End far = new End(wire);
        near.other = far;
        far.other = near;
        passive.arrived.add(far);
        return near;
    }

    @Override
    public Passive listen(String host, int port) throws IOException {
        Port passive = new Port(port == 0 ? free.incrementAndGet() : port);
        if (ports.putIfAbsent(passive.number, passive) != null) {
            throw new BindException(host + ":" + port + " is taken");
        }
        return passive;
    }

    private final class Port implements Passive {

        private final int number;
        private final BlockingQueue<End> arrived = new LinkedBlockingQueue<>();
        private final End last = new End(new ReentrantLock());

        Port(int number) {
            this.number = number;
        }

        @Override
        public int port() {
            return number;
        }

        @Override
        public QueuePair accept() throws IOException {
            try {
                End next = arrived.take();
                if (next == last) {
                    throw new ClosedChannelException();
                }
                return next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }

        @Override
        public void close() {
            ports.remove(number, this);
            arrived.add(last);
        }
    }

    private record Send(MemorySegment bytes, int immediate) {}

    private record Room(long id, MemorySegment memory) {}

    private static final class End implements QueuePair {

        private final ReentrantLock wire;
        private final Condition changed;
        private final Queue<Send> sends = new ArrayDeque<>();
        private final Queue<Room> rooms = new ArrayDeque<>();
        private final Queue<Received> received = new ArrayDeque<>();
        private End other = this;
        private int sent;
        private boolean closed;

        End(ReentrantLock wire) {
            this.wire = wire;
            this.changed = wire.newCondition();
        }

        @Override
        public void postSend(Registered from, long offset, int length, int immediate) throws IOException {
            wire.lock();
            try {
                check();
                sends.add(new Send(from.memory().asSlice(offset, length), immediate));
                carry();
            } finally {
                wire.unlock();
            }
        }

        @Override
        public void postReceive(long id, Registered to, long offset, int length) throws IOException {
            wire.lock();
            try {
                rooms.add(new Room(id, to.memory().asSlice(offset, length)));
                other.carry();
            } finally {
                wire.unlock();
            }
        }

        /** What has been posted here, as far as there is room over there. */
        private void carry() {
            while (!closed && !other.closed && !sends.isEmpty() && !other.rooms.isEmpty()) {
                Send send = sends.remove();
                Room room = other.rooms.remove();
                MemorySegment.copy(send.bytes(), 0, room.memory(), 0, send.bytes().byteSize());
                other.received.add(new Received(room.id(), (int) send.bytes().byteSize(), send.immediate()));
                other.changed.signalAll();
                sent++;
                changed.signalAll();
            }
        }

        @Override
        public void awaitSent(Deadline deadline) throws IOException {
            wire.lock();
            try {
                while (sent == 0) {
                    check();
                    await(deadline);
                }
                sent--;
            } finally {
                wire.unlock();
            }
        }

        @Override
        public Received awaitReceived(Deadline deadline) throws IOException {
            wire.lock();
            try {
                while (received.isEmpty()) {
                    check();
                    await(deadline);
                }
                return received.remove();
            } finally {
                wire.unlock();
            }
        }

        private void check() throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
            if (other.closed) {
                throw new EOFException("the other end has left");
            }
        }

        private void await(Deadline deadline) throws IOException {
            try {
                if (deadline.bounded()) {
                    changed.await(deadline.left(), TimeUnit.NANOSECONDS);
                } else {
                    changed.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a completion");
            }
        }

        @Override
        public void close() {
            wire.lock();
            try {
                closed = true;
                sends.clear();
                changed.signalAll();
                other.changed.signalAll();
            } finally {
                wire.unlock();
            }
        }
    }
}
