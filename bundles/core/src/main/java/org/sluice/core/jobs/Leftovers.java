package org.sluice.core.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.core.resume.Journal;
import org.sluice.core.resume.Journalled;

/** What is left of large files at a destination, by their journals: those of sessions that run, too. */
final class Leftovers {

    private static final String ENDING = ".journal";

    private Leftovers() {}

    static List<Journalled> in(Path destination) throws IOException {
        List<Journalled> left = new ArrayList<>();
        for (Path folder : children(destination.resolve(".sluice-staging"))) {
            if (Files.isDirectory(folder)) {
                for (Path file : children(folder)) {
                    if (file.toString().endsWith(ENDING) && hasData(file)) {
                        read(file).ifPresent(left::add);
                    }
                }
            }
        }
        return left;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static boolean hasData(Path journal) {
        String name = journal.getFileName().toString();
        return Files.exists(journal.resolveSibling(name.substring(0, name.length() - ENDING.length())));
    }

    private static Optional<Journalled> read(Path journal) throws IOException {
        try {
            return Journal.read(Files.readAllBytes(journal));
        } catch (NoSuchFileException landedMeanwhile) {
            return Optional.empty();
        }
    }
}
