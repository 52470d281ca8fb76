package org.sluice.io;

/** What a file is opened for. */
public enum OpenMode {
    /** For reading; it must be a regular file. */
    READ,
    /** For reading and writing; it must be a regular file. */
    WRITE,
    /** A new file for reading and writing, mode 0600; the name must not exist. */
    CREATE
}
