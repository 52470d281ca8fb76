package org.sluice.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A named value that a file system keeps of an entry: an extended attribute. Names are bytes, as those of files are. */
public final class Attribute implements Comparable<Attribute> {

    private final byte[] name;
    private final byte[] value;

    /**
     * Makes one.
     *
     * @param name as the kernel has it, with its name space: {@code user.comment}; copied
     * @param value copied
     * @throws IllegalArgumentException when the name is empty or holds a NUL
     */
    public Attribute(byte[] name, byte[] value) {
        if (name.length == 0) {
            throw new IllegalArgumentException("an attribute without a name");
        }
        for (byte b : name) {
            if (b == 0) {
                throw new IllegalArgumentException("an attribute's name holds a NUL byte");
            }
        }
        this.name = name.clone();
        this.value = value.clone();
    }

    /** The name's bytes, newly allocated. */
    public byte[] name() {
        return name.clone();
    }

    /** The value's bytes, newly allocated. */
    public byte[] value() {
        return value.clone();
    }

    /** Whether the name begins so: {@code security.}. */
    public boolean isOf(String nameSpace) {
        byte[] prefix = nameSpace.getBytes(StandardCharsets.UTF_8);
        return name.length >= prefix.length && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** What it belongs to: the access control lists are Linux's {@code system.posix_acl_access} and {@code _default}. */
    public Aspect aspect() {
        return isOf("system.posix_acl_") ? Aspect.ACL : Aspect.ATTRIBUTES;
    }

    /** Orders by the unsigned bytes of the name, then of the value. */
    @Override
    public int compareTo(Attribute other) {
        int names = Arrays.compareUnsigned(name, other.name);
        return names != 0 ? names : Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attribute attribute
                && Arrays.equals(name, attribute.name)
                && Arrays.equals(value, attribute.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(name) + Arrays.hashCode(value);
    }

    /** The name for people; what is not ASCII as {@code ?}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name.length);
        for (byte b : name) {
            text.append(b > 0x20 && b < 0x7f ? (char) b : '?');
        }
        return text.toString();
    }
}
