package org.sluice.io.fallback;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The names of errors: java.nio gives most of them as the C library's text, in English or in the user's language. */
final class Failures {

    /** Texts of glibc, musl and Darwin; one in another language is passed on as it is. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            entry("Operation not permitted", "EPERM"),
            entry("Permission denied", "EACCES"),
            entry("Input/output error", "EIO"),
            entry("I/O error", "EIO"),
            entry("Device or resource busy", "EBUSY"),
            entry("Resource busy", "EBUSY"),
            entry("Is a directory", "EISDIR"),
            entry("Not a directory", "ENOTDIR"),
            entry("Directory not empty", "ENOTEMPTY"),
            entry("Invalid argument", "EINVAL"),
            entry("File too large", "EFBIG"),
            entry("No space left on device", "ENOSPC"),
            entry("Disk quota exceeded", "EDQUOT"),
            entry("Disc quota exceeded", "EDQUOT"),
            entry("Quota exceeded", "EDQUOT"),
            entry("Read-only file system", "EROFS"),
            entry("Too many links", "EMLINK"),
            entry("Too many open files", "EMFILE"),
            entry("Too many open files in system", "ENFILE"),
            entry("File name too long", "ENAMETOOLONG"),
            entry("Filename too long", "ENAMETOOLONG"),
            entry("Too many levels of symbolic links", "ELOOP"),
            entry("Operation not supported", "EOPNOTSUPP"),
            entry("Not supported", "EOPNOTSUPP"),
            entry("No such device or address", "ENXIO"),
            entry("Stale file handle", "ESTALE"));

    private Failures() {}

    static FileSystemException of(Path path, String error) {
        return new FileSystemException(path.toString(), null, error);
    }

    /** The exception that fits, or the same with the error's name as its reason. */
    static IOException named(IOException failed) {
        if (failed.getClass() == FileSystemException.class) {
            return fitting((FileSystemException) failed);
        }
        if (failed.getClass() == IOException.class) {
            return Optional.ofNullable(failed.getMessage())
                    .flatMap(Failures::name)
                    .<IOException>map(error -> caused(new FileSystemException(null, null, error), failed))
                    .orElse(failed);
        }
        return failed;
    }

    private static IOException fitting(FileSystemException failed) {
        Optional<String> error = Optional.ofNullable(failed.getReason()).flatMap(Failures::name);
        if (error.isEmpty()) {
            return failed;
        }
        FileSystemException fitting = switch (error.get()) {
            case "EACCES" -> new AccessDeniedException(failed.getFile(), failed.getOtherFile(), "EACCES");
            case "ENOTDIR" -> new NotDirectoryException(failed.getFile());
            case "ENOTEMPTY" ->
                new DirectoryNotEmptyException(
                        failed.getOtherFile() == null ? failed.getFile() : failed.getOtherFile());
            default -> new FileSystemException(failed.getFile(), failed.getOtherFile(), error.get());
        };
        return caused(fitting, failed);
    }

    private static IOException caused(IOException failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }

    private static Optional<String> name(String text) {
        int note = text.indexOf(" (NOFOLLOW_LINKS");
        int or = text.indexOf(" or unable to access");
        int end = note >= 0 ? note : or >= 0 ? or : text.length();
        return Optional.ofNullable(NAMES.get(text.substring(0, end)));
    }
}
