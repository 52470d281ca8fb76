package org.sluice.io.linux.choice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file of what was chosen, a line each: {@code LISTING ext CALLS 2026-11-21 CALLS=730000 RING=410000}. What is older
 * than a month, or cannot be understood, is measured again. Another process's lines may be lost; it measures again, too.
 */
public final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    private static final int DAYS = 30;

    private final Path file;
    private final Clock clock;

    /** In a file that may not exist yet. */
    public History(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** What is still to be believed. */
    Map<Subject, Contest> load() {
        Map<Subject, Contest> contests = new HashMap<>();
        for (String line : lines()) {
            try {
                read(line.split(" "), contests);
            } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
                LOG.debug("{}: not understood: {}", file, line);
            }
        }
        return contests;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            LOG.debug("what was measured before is not known", e);
            return List.of();
        }
    }

    private void read(String[] fields, Map<Subject, Contest> contests) {
        Subject subject = new Subject(Work.valueOf(fields[0]), fields[1]);
        Means chosen = Means.valueOf(fields[2]);
        LocalDate day = LocalDate.parse(fields[3]);
        Map<Means, Double> rates = new EnumMap<>(Means.class);
        for (int i = 4; i < fields.length; i++) {
            String[] rate = fields[i].split("=");
            rates.put(Means.valueOf(rate[0]), Double.valueOf(rate[1]));
        }
        if (day.plusDays(DAYS).isAfter(LocalDate.now(clock)) && rates.containsKey(chosen)) {
            contests.put(subject, new Contest(chosen, rates));
        }
    }

    /** Writes all that is decided. That it cannot be is no failure of anybody's work. */
    synchronized void save(Map<Subject, Contest> contests) {
        List<String> lines = new ArrayList<>();
        contests.forEach((subject, contest) -> line(subject, contest).ifPresent(lines::add));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path fresh = Files.createTempFile(folder, ".choices", ".new");
            Files.write(fresh, lines.stream().sorted().toList());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("what was measured is not remembered", e);
        }
    }

    private Optional<String> line(Subject subject, Contest contest) {
        Map<Means, Double> rates = contest.rates();
        if (contest.chosen().isEmpty() || rates.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder line = new StringBuilder(subject.work().name())
                .append(' ')
                .append(subject.fileSystem())
                .append(' ')
                .append(contest.chosen().get().name())
                .append(' ')
                .append(LocalDate.now(clock));
        new EnumMap<>(rates)
                .forEach((means, rate) ->
                        line.append(' ').append(means.name()).append('=').append(Math.round(rate)));
        return Optional.of(line.toString());
    }
}
