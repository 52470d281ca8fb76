package org.sluice.io.linux.c;

/** Where struct statx of linux/stat.h keeps its fields, in bytes, and the bits of its mode. Alike on every processor. */
public final class Statx {

    public static final long SIZE = 256;

    public static final long stx_mask = 0;
    public static final long stx_nlink = 16;
    public static final long stx_uid = 20;
    public static final long stx_gid = 24;
    public static final long stx_mode = 28;
    public static final long stx_ino = 32;
    public static final long stx_size = 40;
    public static final long stx_blocks = 48;
    public static final long stx_atime_sec = 64;
    public static final long stx_atime_nsec = 72;
    public static final long stx_btime_sec = 80;
    public static final long stx_btime_nsec = 88;
    public static final long stx_ctime_sec = 96;
    public static final long stx_ctime_nsec = 104;
    public static final long stx_mtime_sec = 112;
    public static final long stx_mtime_nsec = 120;
    public static final long stx_rdev_major = 128;
    public static final long stx_rdev_minor = 132;
    public static final long stx_dev_major = 136;
    public static final long stx_dev_minor = 140;
    public static final long stx_mnt_id = 144;

    public static final int STATX_BTIME = 0x800;

    /** STATX_BASIC_STATS, BTIME, MNT_ID. */
    public static final int MASK = 0x7ff | STATX_BTIME | 0x1000;

    /** What stx_blocks counts, in bytes. */
    public static final long BLOCK = 512;

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
