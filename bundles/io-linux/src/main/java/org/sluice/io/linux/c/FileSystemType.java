package org.sluice.io.linux.c;

/** The f_type of struct statfs as linux/magic.h has it, by the names people know. */
public final class FileSystemType {

    private FileSystemType() {}

    /** The name; the number in hexadecimal of one that is not known. */
    public static String name(long type) {
        return switch ((int) type) {
            case 0x01021994 -> "tmpfs";
            case 0xEF53 -> "ext";
            case 0x58465342 -> "xfs";
            case 0x9123683E -> "btrfs";
            case 0xF2F52010 -> "f2fs";
            case 0x2FC12FC1 -> "zfs";
            case 0x6969 -> "nfs";
            case 0xFF534D42, 0xFE534D42 -> "cifs";
            case 0x794C7630 -> "overlay";
            case 0x65735546 -> "fuse";
            case 0x01021997 -> "9p";
            case 0x9FA0 -> "proc";
            case 0x62656572 -> "sysfs";
            default -> "0x" + Integer.toHexString((int) type);
        };
    }
}
