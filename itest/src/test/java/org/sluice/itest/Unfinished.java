package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
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
    private static final int PREFIX = 10;
    private static final int RECORD = 40;

    private final Path staging;

    /** At the top of a destination. */
    Unfinished(Path destination) {
        staging = destination.resolve(FOLDER);
    }

    /**
     * Chunks that journals name whose file is there: what need not come again. Files change places while a session begins or ends, so
     * it looks until it has seen the same twice.
     */
    long chunks() {
        long seen = look();
        for (long again = look(); again != seen; again = look()) {
            seen = again;
        }
        return seen;
    }

    /** Waits until there are so many, of a transfer that has not ended then; how many there are. */
    long await(long wanted, Process transfer) {
        Eventually.holdsInTheEnd(wanted + " chunks have come whole", () -> chunks() >= wanted || !transfer.isAlive());
        long there = chunks();
        assertTrue(
                transfer.isAlive(),
                () -> "it ended with " + transfer.exitValue() + " before " + wanted + " chunks of it were seen");
        assertTrue(there >= wanted, () -> "of " + wanted + " chunks " + there + " are left");
        return there;
    }

    /** Folders of sessions. */
    long sessions() {
        String[] names = staging.toFile().list((at, name) -> !name.equals("partial"));
        return names == null ? 0 : names.length;
    }

    private long look() {
        Set<Path> all = Set.copyOf(files());
        long chunks = 0;
        for (Path file : all) {
            if (isJournal(file) && all.contains(data(file))) {
                chunks += chunks(file);
            }
        }
        return chunks;
    }

    /** What lies in the folders of sessions, and between them. */
    private List<Path> files() {
        return children(staging).stream()
                .flatMap(folder -> children(folder).stream())
                .toList();
    }

    /** None of what is no folder, or none any more. */
    private static List<Path> children(Path folder) {
        File[] children = folder.toFile().listFiles();
        return children == null
                ? List.of()
                : Stream.of(children).map(File::toPath).toList();
    }

    private static boolean isJournal(Path file) {
        return file.toString().endsWith(JOURNAL);
    }

    List<Path> journals() {
        return files().stream().filter(Unfinished::isJournal).toList();
    }

    /** A file that has its name leaves its journal until the session ends. */
    private static Path data(Path journal) {
        return Path.of(journal.toString().replace(JOURNAL, ""));
    }

    /** Those whose records are whole; a journal that has just been begun may have none, nor a whole header. */
    private static int chunks(Path journal) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Files.readAllBytes(journal));
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<Integer> numbers = new HashSet<>();
        for (int at = header(bytes); at + RECORD <= bytes.capacity(); at += RECORD) {
            numbers.add(bytes.getInt(at));
        }
        return numbers.size();
    }

    /** Its length. */
    private static int header(ByteBuffer journal) {
        return journal.capacity() < PREFIX ? PREFIX : PREFIX + (journal.getShort(8) & 0xffff) + 4;
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
