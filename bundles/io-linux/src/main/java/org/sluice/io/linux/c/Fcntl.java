package org.sluice.io.linux.c;

/** Flags of fcntl.h, linux/openat2.h and sys/stat.h, and the system calls' numbers, where they differ by processor. */
public final class Fcntl {

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

    // asm/unistd.h
    static final long SYS_openat2 = 437;
    static final long SYS_listxattrat = 465;
    static final long SYS_getdents64 = ARM ? 61 : 217;

    // asm/fcntl.h
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NOCTTY = 0400;
    public static final int O_NONBLOCK = 04000;
    public static final int O_DIRECT = ARM ? 0200000 : 040000;
    public static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    public static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_NOATIME = 01000000;
    public static final int O_PATH = 010000000;

    // linux/fcntl.h
    public static final int AT_FDCWD = -100;
    public static final int AT_SYMLINK_NOFOLLOW = 0x100;
    public static final int AT_REMOVEDIR = 0x200;
    public static final int AT_NO_AUTOMOUNT = 0x800;
    public static final int AT_EMPTY_PATH = 0x1000;

    // linux/openat2.h
    public static final long RESOLVE_NO_MAGICLINKS = 0x02;
    public static final long RESOLVE_NO_SYMLINKS = 0x04;
    public static final long RESOLVE_BENEATH = 0x08;

    // linux/stat.h
    static final long UTIME_OMIT = (1L << 30) - 2;

    // linux/fs.h
    static final int SYNC_FILE_RANGE_WRITE_AND_WAIT = 7;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    static final long FICLONE = 0x40049409L;

    private Fcntl() {}
}
