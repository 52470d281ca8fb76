package org.sluice.tck;

import java.util.random.RandomGenerator;

/** Contents that compress, and some that do not. */
final class Contents {

    private static final String[] WORDS =
            "the stream carries what a lane has read and the peer keeps its hash beside every chunk of it".split(" ");

    private Contents() {}

    static byte[] random(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Words and numbers. */
    static byte[] text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length + 20);
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(20) == 0 ? '\n' : ' ');
            if (random.nextInt(10) == 0) {
                text.append(random.nextInt(1000));
            }
        }
        return text.substring(0, length).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Text, zeros, random bytes, or some of each. */
    static byte[] any(RandomGenerator random, int length) {
        return switch (random.nextInt(4)) {
            case 0 -> text(random, length);
            case 1 -> new byte[length];
            case 2 -> random(random, length);
            default -> {
                byte[] mixed = text(random, length);
                for (int i = random.nextInt(length); i < length; i += 1 + random.nextInt(100)) {
                    mixed[i] = (byte) random.nextInt();
                }
                yield mixed;
            }
        };
    }
}
