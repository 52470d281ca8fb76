package org.sluice.io;

/** What an entry of a directory is. */
public enum EntryKind {
    FILE,
    DIRECTORY,
    SYMLINK,
    FIFO,
    SOCKET,
    BLOCK_DEVICE,
    CHARACTER_DEVICE
}
