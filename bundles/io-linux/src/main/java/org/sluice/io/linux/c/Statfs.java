package org.sluice.io.linux.c;

/** Where struct statfs of asm-generic/statfs.h keeps its fields, in bytes, on processors of 64 bits. */
public final class Statfs {

    public static final long SIZE = 120;

    public static final long f_type = 0;
    public static final long f_bsize = 8;
    public static final long f_blocks = 16;
    public static final long f_bavail = 32;
    public static final long f_frsize = 72;

    private Statfs() {}
}
