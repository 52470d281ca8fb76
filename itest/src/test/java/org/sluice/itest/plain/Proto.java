package org.sluice.itest.plain;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A protobuf message: numbers and byte strings by the number of their field. */
public final class Proto {

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Map<Integer, List<Long>> numbers = new HashMap<>();
    private final Map<Integer, List<byte[]>> strings = new HashMap<>();

    /** Writes a number. */
    public Proto with(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    /** Writes bytes. */
    public Proto with(int field, byte[] value) {
        varint((long) field << 3 | LENGTH);
        varint(value.length);
        written.writeBytes(value);
        return this;
    }

    /** Writes text. */
    public Proto with(int field, String value) {
        return with(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a message within this one. */
    public Proto with(int field, Proto value) {
        return with(field, value.bytes());
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            written.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        written.write((int) rest);
    }

    /** What was written. */
    public byte[] bytes() {
        return written.toByteArray();
    }

    /** Reads a message. */
    public static Proto read(byte[] bytes) {
        Proto message = new Proto();
        int[] at = {0};
        while (at[0] < bytes.length) {
            long tag = varint(bytes, at);
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT ->
                    message.numbers
                            .computeIfAbsent(field, f -> new ArrayList<>())
                            .add(varint(bytes, at));
                case LENGTH -> {
                    int length = (int) varint(bytes, at);
                    byte[] value = new byte[length];
                    System.arraycopy(bytes, at[0], value, 0, length);
                    at[0] += length;
                    message.strings
                            .computeIfAbsent(field, f -> new ArrayList<>())
                            .add(value);
                }
                case EIGHT_BYTES -> at[0] += 8;
                case FOUR_BYTES -> at[0] += 4;
                default -> throw new IllegalArgumentException("tag " + tag);
            }
        }
        return message;
    }

    private static long varint(byte[] bytes, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at[0]++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** A number that was read; 0 when it is not there. */
    public long number(int field) {
        return numbers.getOrDefault(field, List.of(0L)).getLast();
    }

    /** A number that was read as {@code sint64}. */
    public long signed(int field) {
        long zigzag = number(field);
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    /** A number to write as {@code sint64}. */
    public static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Bytes that were read. */
    public byte[] bytes(int field) {
        return strings.getOrDefault(field, List.of(new byte[0])).getLast();
    }

    /** Text that was read. */
    public String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    /** Messages that were read within this one. */
    public List<Proto> messages(int field) {
        return strings.getOrDefault(field, List.of()).stream().map(Proto::read).toList();
    }
}
