package org.sluice.io.linux.c;

/** Where struct statx of linux/stat.h keeps its fields, in bytes, and the bits of its mode. Alike on every processor. */
public final class Statx {

    public static final long SIZE = 256;

    public static final long stx_nlink = 16;
    public static final long stx_uid = 20;
    public static final long stx_gid = 24;
    public static final long stx_mode = 28;
    public static final long stx_ino = 32;
    public static final long stx_size = 40;
    public static final long stx_mtime_sec = 112;
    public static final long stx_mtime_nsec = 120;
    public static final long stx_dev_major = 136;
    public static final long stx_dev_minor = 140;

    /** STATX_TYPE, MODE, NLINK, UID, GID, MTIME, INO, SIZE. */
    static final int MASK = 0x35f;

    public static final int S_IFMT = 0170000;
    public static final int S_IFIFO = 0010000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFSOCK = 0140000;

    private Statx() {}
}
