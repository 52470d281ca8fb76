package org.sluice.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * What two peers said to each other, recorded by {@code itest/record}.
 *
 * @param events in the order they were heard
 */
record Transcript(List<Event> events) {

    /**
     * A frame, the first byte of a stream, or its end.
     *
     * @param stream {@code C} or {@code L}
     * @param there whether the initiator said it
     * @param bytes none when this end finishes
     */
    record Event(char stream, boolean there, byte[] bytes) {

        boolean opens() {
            return there && bytes.length == 1 && bytes[0] == stream;
        }

        boolean finishes() {
            return bytes.length == 0;
        }

        boolean isControl() {
            return stream == 'C' && bytes.length >= 6;
        }

        /** Of a lane: something was dealt with. */
        boolean confirms() {
            return stream == 'L' && (bytes.length == 1 || bytes.length == 1 + SEAL) && bytes[0] == 1;
        }

        /** Of a control frame. */
        int type() {
            return ByteBuffer.wrap(bytes).getShort(4) & 0xffff;
        }

        @Override
        public String toString() {
            return stream + (there ? "> " : "< ") + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 40));
        }
    }

    private static final int HELLO = 0x8001;
    private static final int SEAL = 16;

    /** Whether both have said that they seal what travels by lanes. */
    boolean isSealed() {
        return events.stream()
                .filter(event -> event.isControl() && event.type() == HELLO)
                .allMatch(hello -> new String(hello.bytes(), StandardCharsets.ISO_8859_1).contains("\u0004seal"));
    }

    /** As in {@code 0.1.0.SNAPSHOT-20261122/push}. */
    static Transcript read(String name) {
        String path = "/transcripts/" + name + ".gz";
        try (InputStream packed = Objects.requireNonNull(Transcript.class.getResourceAsStream(path), path);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII))) {
            return new Transcript(lines.lines().map(Transcript::event).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Event event(String line) {
        byte[] bytes = HexFormat.of().parseHex(line.substring(2).strip());
        return new Event(line.charAt(0), line.charAt(1) == '>', bytes);
    }
}
