package org.sluice.tck;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.sluice.io.Attribute;

/** POSIX access control lists as linux/posix_acl_xattr.h has them: a version, then tag, permissions and number of each. */
final class Acl {

    private static final int VERSION = 2;
    private static final short USER_OBJ = 0x01;
    private static final short USER = 0x02;
    private static final short GROUP_OBJ = 0x04;
    private static final short MASK = 0x10;
    private static final short OTHER = 0x20;

    private Acl() {}

    /** The list of access of an entry of this mode, which one more user has these permissions of. */
    static Attribute access(int mode, int user, int permissions) {
        return attribute("system.posix_acl_access", mode, mode >> 3, user, permissions);
    }

    /** The same of an entry that inherited these permissions for the user and its group, but was given a mode since. */
    static Attribute inherited(int mode, int user, int permissions) {
        return attribute("system.posix_acl_access", mode, permissions, user, permissions);
    }

    /** The same as the list that what is made in a directory begins with. */
    static Attribute byDefault(int mode, int user, int permissions) {
        return attribute("system.posix_acl_default", mode, mode >> 3, user, permissions);
    }

    private static Attribute attribute(String name, int mode, int group, int user, int permissions) {
        ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(VERSION);
        entry(list, USER_OBJ, mode >> 6, -1);
        entry(list, USER, permissions, user);
        entry(list, GROUP_OBJ, group, -1);
        entry(list, MASK, mode >> 3, -1);
        entry(list, OTHER, mode, -1);
        return new Attribute(name.getBytes(StandardCharsets.US_ASCII), list.array());
    }

    private static void entry(ByteBuffer list, short tag, int permissions, int number) {
        list.putShort(tag).putShort((short) (permissions & 7)).putInt(number);
    }
}
