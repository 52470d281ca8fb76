package org.sluice.core.session;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Why reading or writing an entry failed, in words; the entry's name stands beside it. */
public final class IoReason {

    private IoReason() {}

    /** In words. */
    public static String of(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> "no such file or directory";
            case AccessDeniedException e -> "permission denied";
            case FileAlreadyExistsException e -> "something of that name is in the way";
            case DirectoryNotEmptyException e -> "a directory that is not empty is in the way";
            case NotDirectoryException e -> "a part of its path is no directory";
            case ClosedChannelException e -> "it was closed meanwhile";
            case FileSystemException e -> reason(e.getReason(), e);
            default -> reason(cause.getMessage(), cause);
        };
    }

    private static String reason(@Nullable String text, IOException cause) {
        return text == null || text.isBlank() ? cause.getClass().getSimpleName() : text;
    }
}
