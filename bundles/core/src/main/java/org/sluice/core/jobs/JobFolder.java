package org.sluice.core.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.home.Home;
import org.sluice.core.jobs.JobText.Kept;
import org.sluice.core.resume.Journalled;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Job;
import org.sluice.transfer.Job.State;
import org.sluice.transfer.Jobs;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** Jobs as files in the folder {@code jobs}, one each. What cannot be written is not remembered, and harms no transfer. */
@Component(service = {Jobs.class, JobFolder.class})
public final class JobFolder implements Jobs {

    private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);
    private static final int MOST = 200;
    private static final String ENDING = ".json";
    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final AtomicLong LATEST = new AtomicLong();

    private final Path folder;

    /** The jobs of this home. */
    @Activate
    public JobFolder(@Reference Home home) {
        this(home.folder());
    }

    JobFolder(Path home) {
        this.folder = home.resolve("jobs");
    }

    /** A job that has begun. */
    public final class Begun {

        private final Kept kept;

        private Begun(Kept kept) {
            this.kept = kept;
        }

        /** It ran to its end. */
        public void done(Counts counts) {
            end(State.DONE, counts, "");
        }

        /** It ended before its time. */
        public void interrupted(String message) {
            end(State.INTERRUPTED, NOTHING, message);
        }

        private void end(State state, Counts counts, String message) {
            Job job = kept.job();
            write(new Kept(
                    new Job(
                            job.id(),
                            job.verb(),
                            job.from(),
                            job.to(),
                            state,
                            job.started(),
                            Optional.of(Instant.now()),
                            counts,
                            message),
                    kept.process(),
                    kept.destination()));
        }
    }

    /**
     * A job begins.
     *
     * @param destination the local directory it lands in, if it does
     */
    public Begun begin(String verb, String from, String to, Optional<Path> destination) {
        Job job = new Job(id(), verb, from, to, State.RUNNING, Instant.now(), Optional.empty(), NOTHING, "");
        Kept kept = new Kept(
                job,
                process(ProcessHandle.current()),
                destination.map(Path::toAbsolutePath).map(Path::toString).orElse(""));
        write(kept);
        removeOldest();
        return new Begun(kept);
    }

    /** Of the millisecond, each used once in this process; another process differs by its number. */
    private static String id() {
        long now = LATEST.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
        return TIME.format(Instant.ofEpochMilli(now)) + "-"
                + Long.toString(ProcessHandle.current().pid(), 36);
    }

    private static String process(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private void write(Kept kept) {
        try {
            Files.createDirectories(folder);
            Path fresh = folder.resolve("." + kept.job().id() + ".new");
            Files.writeString(fresh, JobText.write(kept));
            Files.move(
                    fresh,
                    folder.resolve(kept.job().id() + ENDING),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the job {} is not remembered: {}", kept.job().id(), IoReason.of(e));
        }
    }

    private void removeOldest() {
        try {
            List<Path> files = files();
            for (Path old : files.subList(0, Math.max(0, files.size() - MOST))) {
                Files.deleteIfExists(old);
            }
        } catch (IOException e) {
            LOG.warn("old jobs in {} cannot be removed: {}", folder, IoReason.of(e));
        }
    }

    /** The oldest first. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private List<Kept> all() throws TransferException {
        try {
            List<Kept> all = new ArrayList<>();
            for (Path file : files().reversed()) {
                read(file).ifPresent(all::add);
            }
            return all;
        } catch (IOException e) {
            throw new TransferException(Reason.FILE_IO, folder + ": " + IoReason.of(e), e);
        }
    }

    private static Optional<Kept> read(Path file) throws IOException {
        try {
            return JobText.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    .map(JobFolder::asItStands);
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
    }

    /** One whose process died runs no more. */
    private static Kept asItStands(Kept kept) {
        Job job = kept.job();
        if (job.state() != State.RUNNING || isAlive(kept.process())) {
            return kept;
        }
        return new Kept(
                new Job(
                        job.id(),
                        job.verb(),
                        job.from(),
                        job.to(),
                        State.INTERRUPTED,
                        job.started(),
                        job.ended(),
                        job.counts(),
                        "its process ended"),
                kept.process(),
                kept.destination());
    }

    private static boolean isAlive(String process) {
        String pid = process.substring(0, Math.max(0, process.indexOf(' ')));
        return pid.matches("\\d{1,18}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .filter(alive -> process(alive).equals(process))
                        .isPresent();
    }

    @Override
    public List<Job> list() throws TransferException {
        return all().stream().map(Kept::job).toList();
    }

    @Override
    public Optional<Job> find(String id) throws TransferException {
        List<Job> found = list().stream().filter(job -> job.id().endsWith(id)).toList();
        return found.size() == 1
                ? Optional.of(found.getFirst())
                : found.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    @Override
    public List<Unfinished> unfinished(Job job) throws TransferException {
        Optional<Kept> kept =
                all().stream().filter(k -> k.job().id().equals(job.id())).findFirst();
        String destination = kept.map(Kept::destination).orElse("");
        try {
            return destination.isEmpty()
                    ? List.of()
                    : Leftovers.in(Path.of(destination)).stream()
                            .map(JobFolder::unfinished)
                            .toList();
        } catch (IOException e) {
            throw new TransferException(Reason.FILE_IO, destination + ": " + IoReason.of(e), e);
        }
    }

    private static Unfinished unfinished(Journalled journal) {
        long chunks = new Chunking(journal.chunkSize()).count(journal.size());
        long done = journal.chunks().keySet().stream().filter(n -> n < chunks).count();
        return new Unfinished(journal.destination().toString(), done, chunks, journal.size());
    }
}
