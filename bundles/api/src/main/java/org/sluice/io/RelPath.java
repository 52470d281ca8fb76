package org.sluice.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;

/**
 * A path below a {@link Root}, as bytes: file names need not be valid in any encoding.
 *
 * <p>Only its parser makes one, and the parser refuses what could leave the root; it never repairs. A path is a sequence
 * of parts joined by {@code /}: no part is empty, {@code .} or {@code ..}, none holds a NUL, none is longer than
 * {@value #MAX_PART} bytes, the whole is not longer than {@value #MAX_PATH} bytes. The empty path is the root itself.
 */
public final class RelPath implements Comparable<RelPath> {

    /** Longest part, in bytes; what Linux file systems allow. */
    public static final int MAX_PART = 255;

    /** Longest path, in bytes; PATH_MAX of Linux without its closing NUL. */
    public static final int MAX_PATH = 4095;

    /** The root itself: the path without parts. */
    public static final RelPath ROOT = new RelPath(new byte[0]);

    private final byte[] bytes;

    private RelPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Parses a path.
     *
     * @param path parts joined by {@code /}; copied
     * @throws InvalidPathException when it is absolute, or has a part that is empty, {@code .}, {@code ..}, too long or
     *     holds a NUL, or is too long as a whole
     */
    public static RelPath parse(byte[] path) {
        if (path.length == 0) {
            return ROOT;
        }
        if (path.length > MAX_PATH) {
            throw refused(path, "longer than " + MAX_PATH + " bytes");
        }
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                checkPart(path, start, i);
                start = i + 1;
            } else if (path[i] == 0) {
                throw refused(path, "holds a NUL byte");
            }
        }
        return new RelPath(path.clone());
    }

    /**
     * Parses a path from text, encoded as UTF-8.
     *
     * @throws InvalidPathException as {@link #parse(byte[])}
     */
    public static RelPath parse(String path) {
        return parse(path.getBytes(StandardCharsets.UTF_8));
    }

    private static void checkPart(byte[] path, int start, int end) {
        int length = end - start;
        if (length == 0) {
            throw refused(path, start == 0 ? "absolute" : "has an empty part");
        }
        if (length > MAX_PART) {
            throw refused(path, "has a part longer than " + MAX_PART + " bytes");
        }
        boolean dots = path[start] == '.' && (length == 1 || (length == 2 && path[start + 1] == '.'));
        if (dots) {
            throw refused(path, "has a part \".\" or \"..\"");
        }
    }

    private static InvalidPathException refused(byte[] path, String reason) {
        String quoted = path.length <= MAX_PART ? escape(path) : escape(Arrays.copyOf(path, MAX_PART)) + "...";
        return new InvalidPathException(quoted, reason);
    }

    /** The bytes, newly allocated, without a leading or closing {@code /}. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Length in bytes; 0 for the root. */
    public int length() {
        return bytes.length;
    }

    /** The byte at {@code index}. */
    public byte byteAt(int index) {
        return bytes[index];
    }

    /** Whether this is {@link #ROOT}. */
    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** Number of parts; 0 for the root. */
    public int depth() {
        int depth = bytes.length == 0 ? 0 : 1;
        for (byte b : bytes) {
            if (b == '/') {
                depth++;
            }
        }
        return depth;
    }

    /** The last part, newly allocated; empty for the root. */
    public byte[] name() {
        return Arrays.copyOfRange(bytes, lastSlash() + 1, bytes.length);
    }

    /** All but the last part; {@link #ROOT} for a path of one part and for the root. */
    public RelPath parent() {
        int slash = lastSlash();
        return slash < 0 ? ROOT : new RelPath(Arrays.copyOf(bytes, slash));
    }

    /**
     * This path with one more part.
     *
     * @throws InvalidPathException when {@code name} is no valid part, or the result is too long
     */
    public RelPath resolve(byte[] name) {
        for (byte b : name) {
            if (b == '/') {
                throw refused(name, "holds a slash");
            }
            if (b == 0) {
                throw refused(name, "holds a NUL byte");
            }
        }
        if (name.length == 0) {
            return this;
        }
        checkPart(name, 0, name.length);
        return joined(name);
    }

    /**
     * This path followed by {@code other}.
     *
     * @throws InvalidPathException when the result is too long
     */
    public RelPath resolve(RelPath other) {
        if (bytes.length == 0) {
            return other;
        }
        if (other.bytes.length == 0) {
            return this;
        }
        return joined(other.bytes);
    }

    /** This path followed by one or more parts, copied. */
    private RelPath joined(byte[] parts) {
        if (bytes.length == 0) {
            return new RelPath(parts.clone());
        }
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + parts.length);
        joined[bytes.length] = '/';
        System.arraycopy(parts, 0, joined, bytes.length + 1, parts.length);
        if (joined.length > MAX_PATH) {
            throw refused(joined, "longer than " + MAX_PATH + " bytes");
        }
        return new RelPath(joined);
    }

    /**
     * What follows {@code ancestor}; {@link #ROOT} when this is the ancestor itself.
     *
     * @throws IllegalArgumentException when this neither is {@code ancestor} nor lies below it
     */
    public RelPath below(RelPath ancestor) {
        if (!startsWith(ancestor)) {
            throw new IllegalArgumentException(this + " is not below " + ancestor);
        }
        int start = ancestor.isRoot() || bytes.length == ancestor.bytes.length
                ? ancestor.bytes.length
                : ancestor.bytes.length + 1;
        return start == bytes.length ? ROOT : new RelPath(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    /** Whether this is {@code other} or lies below it. */
    public boolean startsWith(RelPath other) {
        int length = other.bytes.length;
        return length == 0
                || (bytes.length >= length
                        && Arrays.equals(bytes, 0, length, other.bytes, 0, length)
                        && (bytes.length == length || bytes[length] == '/'));
    }

    private int lastSlash() {
        int i = bytes.length - 1;
        while (i >= 0 && bytes[i] != '/') {
            i--;
        }
        return i;
    }

    /** Orders by unsigned bytes. */
    @Override
    public int compareTo(RelPath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /**
     * For people: valid UTF-8 as it is, but control characters (C0, C1), bidirectional controls, backslashes and bytes
     * that are not UTF-8 as {@code \xNN}. Cannot be turned back into a path.
     */
    @Override
    public String toString() {
        return bytes.length == 0 ? "." : escape(bytes);
    }

    private static String escape(byte[] path) {
        StringBuilder text = new StringBuilder(path.length);
        int i = 0;
        while (i < path.length) {
            int length = sequenceLength(path[i]);
            int end = Math.min(path.length, i + length);
            String character = decode(Arrays.copyOfRange(path, i, end));
            if (!character.isEmpty() && !needsEscape(character.codePointAt(0))) {
                text.append(character);
                i = end;
            } else {
                int stop = character.isEmpty() ? i + 1 : end;
                for (; i < stop; i++) {
                    text.append("\\x").append("0123456789abcdef".charAt((path[i] >> 4) & 15));
                    text.append("0123456789abcdef".charAt(path[i] & 15));
                }
            }
        }
        return text.toString();
    }

    private static int sequenceLength(byte first) {
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        return ones >= 2 && ones <= 4 ? ones : 1;
    }

    private static String decode(byte[] sequence) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(sequence))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return "";
        }
    }

    private static boolean needsEscape(int c) {
        return Character.isISOControl(c)
                || c == '\\'
                || c == 0x061c
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
