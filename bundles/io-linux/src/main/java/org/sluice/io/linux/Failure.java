package org.sluice.io.linux;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import org.sluice.io.linux.c.Errno;

/** What the kernel refuses, as the exception that fits. */
final class Failure {

    private Failure() {}

    /** The answer of a call, if it is none of refusal. */
    static long check(long answer, Object what) throws FileSystemException {
        if (answer < 0) {
            throw of(answer, what);
        }
        return answer;
    }

    /** What is thrown for an answer, an error number negated. */
    static FileSystemException of(long answer, Object what) {
        return of(answer, what, null);
    }

    /** The same of a call about two files. */
    static FileSystemException of(long answer, Object what, @Nullable String other) {
        String file = what.toString();
        int errno = (int) -answer;
        String name = Errno.name(errno);
        return switch (errno) {
            case Errno.ENOENT -> new NoSuchFileException(file, other, name);
            case Errno.EACCES, Errno.EPERM -> new AccessDeniedException(file, other, name);
            case Errno.EEXIST -> new FileAlreadyExistsException(file, other, name);
            case Errno.ENOTEMPTY -> new DirectoryNotEmptyException(file);
            case Errno.ENOTDIR -> new NotDirectoryException(file);
            default -> new FileSystemException(file, other, name);
        };
    }
}
