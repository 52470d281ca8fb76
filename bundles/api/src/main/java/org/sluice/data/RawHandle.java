package org.sluice.data;

import java.nio.channels.FileChannel;

/**
 * An open file as the operating system knows it, so that a transport can hand it to the kernel without touching its
 * bytes.
 *
 * <p>Borrowed: whoever opened the file closes it, and keeps it open until the call it was passed to returns.
 */
public sealed interface RawHandle {

    /** A POSIX file descriptor. */
    record Fd(int number) implements RawHandle {}

    /** A Windows {@code HANDLE}. */
    record WinHandle(long value) implements RawHandle {}

    /** A channel of the JDK, where no raw handle is known. */
    record Channel(FileChannel channel) implements RawHandle {}
}
