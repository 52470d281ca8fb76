package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.sluice.io.linux.c.Fcntl.SEEK_DATA;
import static org.sluice.io.linux.c.Fcntl.SEEK_HOLE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.io.Copied;
import org.sluice.io.Way;
import org.sluice.io.linux.c.Errno;

/** Moves a file's bytes: to and from memory, native or heap, and between files. */
final class Content {

    // What one call of the kernel moves at most, rounded down to a page.
    private static final long MOST = Integer.MAX_VALUE & ~4095L;

    private Content() {}

    /** Reads from a position as much as there is and fits; the bytes read. */
    static int read(Scratch scratch, int fd, long position, MemorySegment target, Object file) throws IOException {
        if (target.isReadOnly()) {
            throw new UnsupportedOperationException("reading " + file + " into read-only memory");
        }
        int wanted = (int) Math.min(target.byteSize(), MOST);
        int done = 0;
        while (done < wanted) {
            MemorySegment rest = target.asSlice(done, wanted - done);
            MemorySegment memory = rest.isNative() ? rest : scratch.data;
            long length = Math.min(rest.byteSize(), memory.byteSize());
            int read = (int) Failure.check(scratch.kernel.pread(fd, memory, length, position + done), file);
            if (read == 0) {
                return done;
            }
            if (memory != rest) {
                MemorySegment.copy(memory, 0, rest, 0, read);
            }
            done += read;
        }
        return done;
    }

    /** Reads a file from its beginning; a size of 0 is not believed, for the files of /proc say so. */
    static int load(Scratch scratch, int fd, long size, MemorySegment target, Object file) throws IOException {
        return read(scratch, fd, 0, size == 0 ? target : target.asSlice(0, Math.min(size, target.byteSize())), file);
    }

    /** Writes all to a position. */
    static void write(Scratch scratch, int fd, long position, MemorySegment source, Object file) throws IOException {
        long done = 0;
        while (done < source.byteSize()) {
            MemorySegment rest = source.asSlice(done, Math.min(source.byteSize() - done, MOST));
            MemorySegment memory = rest;
            if (!rest.isNative()) {
                memory = scratch.data.asSlice(0, Math.min(rest.byteSize(), Scratch.DATA));
                MemorySegment.copy(rest, JAVA_BYTE, 0, memory, JAVA_BYTE, 0, memory.byteSize());
            }
            done += Failure.check(scratch.kernel.pwrite(fd, memory, memory.byteSize(), position + done), file);
        }
    }

    /** Copies between files inside the kernel, or through memory where the kernel cannot; the bytes copied. */
    static Copied copy(Scratch scratch, int from, long offset, int to, long position, long length, Object file)
            throws IOException {
        long done = 0;
        while (done < length) {
            long wanted = Math.min(length - done, MOST);
            long copied = scratch.kernel.copy_file_range(from, offset + done, to, position + done, wanted);
            if (copied == 0 && done > 0) {
                return new Copied(done, Way.KERNEL);
            }
            // 0 is an empty file, or one of a pseudo file system, of which only reading gets anything.
            if (copied == 0 || isUnable(copied)) {
                long rest = copyThroughMemory(scratch, from, offset + done, to, position + done, length - done, file);
                return new Copied(done + rest, rest > 0 || copied < 0 ? Way.MEMORY : Way.KERNEL);
            }
            done += Failure.check(copied, file);
        }
        return new Copied(done, Way.KERNEL);
    }

    /**
     * Copies the data of a file with holes into an empty one, which gets the same holes.
     *
     * @param size of the file when it was looked at
     */
    static Copied copyData(Scratch scratch, int from, int to, long size, Object file) throws IOException {
        Way way = Way.KERNEL;
        long done = 0;
        while (done < size) {
            long data = nextData(scratch, from, done, size, file);
            long hole = data < size ? nextHole(scratch, from, data, size, file) : size;
            Copied copied = copy(scratch, from, data, to, data, hole - data, file);
            way = copied.way() == Way.MEMORY ? Way.MEMORY : way;
            if (copied.bytes() < hole - data) {
                break;
            }
            done = hole;
        }
        // It may have become shorter, and what is left at its end may be a hole.
        Failure.check(scratch.kernel.statx(from, scratch.statx), file);
        long end = Math.min(size, Inode.size(scratch.statx));
        Failure.check(scratch.kernel.ftruncate(to, end), file);
        return new Copied(end, way);
    }

    /** The next position in no hole; {@code size} when there is none. */
    static long nextData(Scratch scratch, int fd, long position, long size, Object file) throws IOException {
        long data = scratch.kernel.lseek(fd, position, SEEK_DATA);
        if (data == -Errno.ENXIO) {
            return size;
        }
        return data == -Errno.EINVAL ? Math.min(position, size) : Math.min(size, Failure.check(data, file));
    }

    /** The next position in a hole; {@code size} when there is none. */
    static long nextHole(Scratch scratch, int fd, long position, long size, Object file) throws IOException {
        long hole = scratch.kernel.lseek(fd, position, SEEK_HOLE);
        return hole == -Errno.ENXIO || hole == -Errno.EINVAL ? size : Math.min(size, Failure.check(hole, file));
    }

    /** Whether this says that the kernel does not do such a thing with these files. */
    static boolean isUnable(long answer) {
        return answer == -Errno.EXDEV
                || answer == -Errno.EINVAL
                || answer == -Errno.EOPNOTSUPP
                || answer == -Errno.ENOTTY
                || answer == -Errno.ETXTBSY
                || answer == -Errno.ENOSYS;
    }

    /** Copies by reading and writing; the bytes copied. */
    static long copyThroughMemory(
            Scratch scratch, int from, long offset, int to, long position, long length, Object file)
            throws IOException {
        long done = 0;
        while (done < length) {
            MemorySegment room = scratch.room();
            MemorySegment piece = room.asSlice(0, Math.min(length - done, room.byteSize()));
            int read = read(scratch, from, offset + done, piece, file);
            write(scratch, to, position + done, piece.asSlice(0, read), file);
            done += read;
            if (read < piece.byteSize()) {
                return done;
            }
        }
        return done;
    }
}
