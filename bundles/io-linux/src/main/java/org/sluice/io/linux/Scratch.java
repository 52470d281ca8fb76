package org.sluice.io.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Kernel;
import org.sluice.io.linux.c.Statx;
import org.sluice.io.linux.c.Xattr;
import org.sluice.io.linux.choice.Contests;
import org.sluice.io.linux.uring.Ring;

/** A platform thread's native memory for the arguments and results of its calls, so that no call allocates any. */
final class Scratch {

    /** Size of {@link #data}, in bytes. */
    static final int DATA = 64 << 10;

    /** Size of {@link #room}, in bytes. */
    static final int ROOM = 256 << 10;

    // What leads to a descriptor in /proc.
    private static final int HELD = 64;

    private static final MemorySegment HERE = Arena.ofAuto().allocateFrom(".");

    final Kernel kernel;
    final Xattr xattr;
    final NoXattrs noXattrs = new NoXattrs(this);
    /** For a struct statx. */
    final MemorySegment statx;
    /** For content on its way, the names of a directory, or an extended attribute. */
    final MemorySegment data;

    /** What is done by which means. */
    final Contests contests;

    /** How many bytes the page cache may take. */
    final LongSupplier free;

    private final Arena memory = Arena.ofAuto();
    private final Rings rings;
    private Optional<Optional<Ring>> ring = Optional.empty();
    private Optional<MemorySegment> room = Optional.empty();
    private final MemorySegment path;
    private final MemorySegment otherPath;

    Scratch(Rings rings, Contests contests, LongSupplier free) {
        this.free = free;
        this.rings = rings;
        this.contests = contests;
        kernel = new Kernel(memory);
        xattr = new Xattr(memory);
        statx = memory.allocate(Statx.SIZE, 8);
        path = memory.allocate(HELD + RelPath.MAX_PATH + 1);
        otherPath = memory.allocate(RelPath.MAX_PATH + 1);
        data = memory.allocate(DATA, 4096);
    }

    /** The thread's ring, opened when first wanted; empty where there is none. */
    Optional<Ring> ring() {
        if (ring.isEmpty()) {
            ring = Optional.of(rings.open(memory));
        }
        return ring.get();
    }

    /** For the content of large files on its way; allocated when first wanted. */
    MemorySegment room() {
        if (room.isEmpty()) {
            room = Optional.of(memory.allocate(ROOM, 4096));
        }
        return room.get();
    }

    /** The path as C wants it, until the next call of this. */
    MemorySegment path(RelPath relative) {
        return relative.isRoot() ? HERE : terminated(path, relative.bytes());
    }

    /** The path's last part, until the next call of {@link #path}. The root is {@code .} in itself. */
    MemorySegment name(RelPath relative) {
        return relative.isRoot() ? HERE : terminated(path, relative.name());
    }

    /** A second name beside {@link #name}. */
    MemorySegment otherName(RelPath relative) {
        return relative.isRoot() ? HERE : terminated(otherPath, relative.name());
    }

    /** The path that leads to exactly what a descriptor holds, even one that can do nothing else. */
    static byte[] held(int fd) {
        return ("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII);
    }

    /** The path of a name right in a directory held open, until the next call of this. */
    MemorySegment heldPath(int directory, RelPath name) {
        byte[] held = held(directory);
        MemorySegment.copy(held, 0, path, ValueLayout.JAVA_BYTE, 0, held.length);
        path.set(ValueLayout.JAVA_BYTE, held.length, (byte) '/');
        terminated(path.asSlice(held.length + 1), name.bytes());
        return path;
    }

    /** Bytes as C wants a path, until the next call of this. */
    MemorySegment path(byte[] bytes) {
        return terminated(path, bytes);
    }

    /** A second path beside {@link #path}. */
    MemorySegment otherPath(byte[] bytes) {
        return terminated(otherPath, bytes);
    }

    private static MemorySegment terminated(MemorySegment memory, byte[] bytes) {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        memory.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
        return memory;
    }
}
