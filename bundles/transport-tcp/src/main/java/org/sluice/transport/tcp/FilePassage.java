package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.AbstractReferenceCounted;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.data.RawHandle;
import org.sluice.data.Source;
import org.sluice.transport.netty.Passage;
import org.sluice.transport.tcp.c.Sendfile;

/**
 * Moves bytes of a file into a socket: by sendfile(2) where both are the kernel's, by {@code java.nio} where both are the JDK's, else
 * through a little memory. The event loop does it whenever the socket takes more, which is why a file is not touched without the lock.
 */
final class FilePassage extends AbstractReferenceCounted implements Passage {

    private static final int STEP = 64 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(STEP).asReadOnlyBuffer();

    private enum Way {
        SENDFILE,
        CHANNEL,
        MEMORY,
        ZEROS
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Channel socket;
    private final Source.Region region;
    private final long start;
    private final long length;
    private Way way;
    private int step = STEP;
    private volatile long moved;
    private volatile @Nullable IOException failure;

    FilePassage(Channel socket, Source.Region region, long start, long length) {
        this.socket = socket;
        this.region = region;
        this.start = start;
        this.length = length;
        this.way = switch (region.handle()) {
            case RawHandle.Fd fd -> socket instanceof UnixChannel && Sendfile.isThere() ? Way.SENDFILE : Way.MEMORY;
            case RawHandle.Channel channel -> socket instanceof UnixChannel ? Way.MEMORY : Way.CHANNEL;
            case RawHandle.WinHandle handle -> Way.MEMORY;
        };
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        lock.lock();
        try {
            long now = position < length ? move(target, position) : 0;
            moved += now;
            return now;
        } finally {
            lock.unlock();
        }
    }

    private long move(WritableByteChannel target, long position) throws IOException {
        return switch (way) {
            case SENDFILE -> sendfile(target, position);
            case CHANNEL -> throughChannel(target, position);
            case MEMORY -> throughMemory(target, position);
            case ZEROS -> target.write(ZEROS.duplicate().limit((int) Math.min(STEP, length - position)));
        };
    }

    private long sendfile(WritableByteChannel target, long position) throws IOException {
        if (!(region.handle() instanceof RawHandle.Fd file) || !(socket instanceof UnixChannel to)) {
            throw new IllegalStateException("no descriptors");
        }
        long sent = Sendfile.sendfile(
                to.fd().intValue(), file.number(), region.offset() + start + position, length - position);
        if (sent > 0 || Sendfile.isFull(sent)) {
            return Math.max(0, sent);
        }
        if (sent == 0) {
            return zeros(target, position, new EOFException("the file has become shorter"));
        }
        if (!Sendfile.isOfFile(sent)) {
            throw new IOException("sendfile: " + Sendfile.name(sent));
        }
        way = Way.MEMORY; // which says better what is the matter with the file, or finds nothing the matter
        return move(target, position);
    }

    private long throughChannel(WritableByteChannel target, long position) throws IOException {
        if (!(region.handle() instanceof RawHandle.Channel(FileChannel file))) {
            throw new IllegalStateException("no channel");
        }
        long at = region.offset() + start + position;
        if (at >= file.size()) {
            return zeros(target, position, new EOFException("the file has become shorter"));
        }
        return file.transferTo(at, length - position, target);
    }

    private long throughMemory(WritableByteChannel target, long position) throws IOException {
        int part = (int) Math.min(step, length - position);
        ByteBuffer bytes = ByteBuffer.allocateDirect(part);
        try {
            region.copyTo(start + position, MemorySegment.ofBuffer(bytes));
        } catch (IOException e) {
            if (part == 1) {
                return zeros(target, position, e);
            }
            step = part / 2; // some of it may be there
            return move(target, position);
        }
        return target.write(bytes);
    }

    private long zeros(WritableByteChannel target, long position, IOException why) throws IOException {
        failure = why;
        way = Way.ZEROS;
        return move(target, position);
    }

    @Override
    public void revoke() {
        lock.lock();
        try {
            way = Way.ZEROS;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable IOException failure() {
        return failure;
    }

    @Override
    public long position() {
        return region.offset() + start;
    }

    @Override
    public long transferred() {
        return moved;
    }

    @Override
    @Deprecated
    public long transfered() {
        return moved;
    }

    @Override
    public long count() {
        return length;
    }

    @Override
    protected void deallocate() {
        // The file is its owner's.
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }
}
