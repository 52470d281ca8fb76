package org.sluice.itest.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of kinds that compress well, a little, and not at all. The same every time. */
public final class Contents {

    private static final int FILE = 2 << 20;
    private static final String[] SYLLABLES =
            "ka lo mi ren tas vol sen pur da ne qui or est um ta ri bel con fa ste".split(" ");

    private Contents() {}

    /** A tree of text: half in files of {@value #FILE} bytes, half in small ones. */
    public static Path text(Path top, int mebibytes) throws IOException {
        Files.createDirectories(top);
        Random random = new Random(1);
        String[] words = words(random);
        for (int i = 0; i < mebibytes / 4; i++) {
            Files.writeString(top.resolve("log" + i + ".txt"), text(random, words, FILE));
        }
        for (int i = 0; i < mebibytes / 2; i++) {
            Path directory = Files.createDirectories(top.resolve("sources" + i));
            for (int j = 0; j < 32; j++) {
                Files.writeString(directory.resolve("part" + j + ".txt"), text(random, words, 32 << 10));
            }
        }
        return top;
    }

    /** A fifth each of text, pictures, archives, columns and random bytes. */
    public static Path mixed(Path top, int mebibytes) throws IOException {
        int each = mebibytes / 5;
        text(top.resolve("text"), each);
        Random random = new Random(2);
        for (String kind : new String[] {"pictures", "archives", "columns", "random"}) {
            Path directory = Files.createDirectories(top.resolve(kind));
            for (int i = 0; i < each / 2; i++) {
                switch (kind) {
                    case "pictures" -> picture(directory.resolve("p" + i + ".jpg"), random);
                    case "archives" -> archive(directory.resolve("a" + i + ".zip"), random);
                    case "columns" -> Files.write(directory.resolve("c" + i + ".parquet"), columns(random));
                    default -> Files.write(directory.resolve("r" + i + ".bin"), random(random, FILE));
                }
            }
        }
        return top;
    }

    private static String[] words(Random random) {
        String[] words = new String[4000];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            for (int syllables = 1 + random.nextInt(4); syllables > 0; syllables--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words[i] = word.toString();
        }
        return words;
    }

    /** Words as often as in a language (Zipf), in lines that begin alike, as logs and sources have them. */
    private static String text(Random random, String[] words, int length) {
        StringBuilder text = new StringBuilder(length + 100);
        int line = 0;
        while (text.length() < length) {
            text.append("2026-11-21 10:").append(10 + line % 50).append(" INFO  ");
            for (int i = 4 + random.nextInt(8); i > 0; i--) {
                text.append(words[(int) (words.length * Math.pow(random.nextDouble(), 4))])
                        .append(' ');
            }
            text.append('\n');
            line++;
        }
        return text.substring(0, length);
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void picture(Path file, Random random) throws IOException {
        byte[] bytes = random(random, FILE);
        ByteBuffer.wrap(bytes).putInt(0xFFD8FFE0);
        Files.write(file, bytes);
    }

    private static void archive(Path file, Random random) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("content"));
            zip.write(text(random, words(random), 4 * FILE).getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
        }
    }

    /** Numbers by column: some that grow, some of few values, some that are noise. */
    private static byte[] columns(Random random) {
        ByteBuffer columns = ByteBuffer.allocate(FILE).order(ByteOrder.LITTLE_ENDIAN);
        columns.put("PAR1".getBytes(StandardCharsets.US_ASCII));
        long time = 1_700_000_000_000L;
        while (columns.remaining() >= 3 * 4096 * 8) {
            for (int i = 0; i < 4096; i++) {
                columns.putLong(time += random.nextInt(1000));
            }
            for (int i = 0; i < 4096; i++) {
                columns.putLong(random.nextInt(40));
            }
            for (int i = 0; i < 4096; i++) {
                columns.putDouble(random.nextGaussian());
            }
        }
        return columns.array();
    }
}
