package org.sluice.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What lies in a destination's staging folder, seen without Sluice. */
final class Unfinished {

    private static final String FOLDER = ".sluice-staging";
    private static final String JOURNAL = ".journal";
    private static final int RECORD = 40;

    private final Path staging;

    /** At the top of a destination. */
    Unfinished(Path destination) {
        staging = destination.resolve(FOLDER);
    }

    /** Chunks that journals name whose file is there. */
    long chunks() throws IOException {
        long chunks = 0;
        for (Path journal : journals()) {
            chunks += Files.exists(data(journal)) ? chunks(journal) : 0;
        }
        return chunks;
    }

    /** Whether there are any; asked for while a session works. */
    boolean hasChunks() {
        try {
            return chunks() > 0;
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException changing) {
            return false;
        }
    }

    /** Folders of sessions. */
    long sessions() {
        String[] names = staging.toFile().list((at, name) -> !name.equals("partial"));
        return names == null ? 0 : names.length;
    }

    List<Path> journals() throws IOException {
        if (!Files.exists(staging)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(staging)) {
            return files.filter(file -> file.toString().endsWith(JOURNAL)).toList();
        }
    }

    /** A file that has its name leaves its journal until the session ends. */
    private static Path data(Path journal) {
        return Path.of(journal.toString().replace(JOURNAL, ""));
    }

    private static int chunks(Path journal) throws IOException {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(journal));
        } catch (NoSuchFileException gone) {
            return 0;
        }
        Set<Integer> numbers = new HashSet<>();
        for (int at = header(bytes); at + RECORD <= bytes.capacity(); at += RECORD) {
            numbers.add(bytes.getInt(at));
        }
        return numbers.size();
    }

    /** Its length. */
    private static int header(ByteBuffer journal) {
        return 10 + (journal.getShort(8) & 0xffff) + 4;
    }

    /** Forgets the latter half of each journal's records, as if they had never been written. */
    void forgetHalf() throws IOException {
        for (Path journal : journals()) {
            byte[] bytes = Files.readAllBytes(journal);
            int header = header(ByteBuffer.wrap(bytes));
            int records = (bytes.length - header) / RECORD;
            Files.write(journal, Arrays.copyOf(bytes, header + records / 2 * RECORD));
        }
    }
}
