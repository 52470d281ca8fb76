package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.sluice.io.linux.c.Fcntl.SEEK_DATA;
import static org.sluice.io.linux.c.Fcntl.SEEK_HOLE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
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
    static long copy(Scratch scratch, int from, long offset, int to, long position, long length, Object file)
            throws IOException {
        long done = 0;
        while (done < length) {
            long wanted = Math.min(length - done, MOST);
            long copied = scratch.kernel.copy_file_range(from, offset + done, to, position + done, wanted);
            // 0 is the file's end, or a file of a pseudo file system, which only reading gets to the end of.
            if (copied == 0 || isUnable(copied)) {
                return done + copyThroughMemory(scratch, from, offset + done, to, position + done, length - done, file);
            }
            done += Failure.check(copied, file);
        }
        return done;
    }

    /**
     * Copies the data of a file with holes into an empty one, which gets the same holes.
     *
     * @param size of the file when it was looked at
     * @return the length of the copy
     */
    static long copyData(Scratch scratch, int from, int to, long size, Object file) throws IOException {
        long done = 0;
        while (done < size) {
            long data = nextData(scratch, from, done, size, file);
            long hole = data < size ? nextHole(scratch, from, data, size, file) : size;
            if (copy(scratch, from, data, to, data, hole - data, file) < hole - data) {
                break;
            }
            done = hole;
        }
        // It may have become shorter, and what is left at its end may be a hole.
        Failure.check(scratch.kernel.statx(from, scratch.statx), file);
        long end = Math.min(size, Inode.size(scratch.statx));
        Failure.check(scratch.kernel.ftruncate(to, end), file);
        return end;
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

    private static boolean isUnable(long answer) {
        return answer == -Errno.EXDEV
                || answer == -Errno.EINVAL
                || answer == -Errno.EOPNOTSUPP
                || answer == -Errno.ENOSYS;
    }

    private static long copyThroughMemory(
            Scratch scratch, int from, long offset, int to, long position, long length, Object file)
            throws IOException {
        long done = 0;
        while (done < length) {
            MemorySegment piece = scratch.data.asSlice(0, Math.min(length - done, Scratch.DATA));
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
