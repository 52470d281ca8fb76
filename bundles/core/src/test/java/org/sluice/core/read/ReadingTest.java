package org.sluice.core.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.rate.Throttle;
import org.sluice.core.scan.Start;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;

/** A sender that answers, and a receiver that asks, over two mailboxes. */
@Timeout(60)
class ReadingTest {

    @TempDir
    Path folder;

    private final Mailbox<Message> questions = new Mailbox<>();
    private final Mailbox<Message> answers = new Mailbox<>();
    private final Reads reads = new Reads(link(answers, questions));
    private Root root;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("top/dir/deep"));
        Files.writeString(folder.resolve("top/dir/file"), "0123456789");
        Files.createSymbolicLink(folder.resolve("top/link"), Path.of("../secret"));
        Files.writeString(folder.resolve("secret"), "secret");
        root = new NioBackend().root(folder);
        Thread.ofPlatform().daemon().start(new FutureTask<>(reads::hear));
    }

    private FutureTask<Optional<Message.Done>> answer(Start... starts) {
        Answering answering =
                new Answering(link(questions, answers), new Offered(List.of(starts)), Throttle.NONE, bytes -> {});
        FutureTask<Optional<Message.Done>> task = new FutureTask<>(answering::run);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private Start start(String at, String as) {
        return new Start(root, RelPath.parse(at), RelPath.parse(as));
    }

    @AfterEach
    void close() throws IOException {
        questions.close();
        answers.close();
        root.close();
    }

    private static Link link(Mailbox<Message> in, Mailbox<Message> out) {
        return new Link() {
            @Override
            public void post(Message message) {
                out.put(message);
            }

            @Override
            public void awaitRoom() throws InterruptedException {
                out.awaitRoom();
            }

            @Override
            public Optional<Message> next() throws InterruptedException {
                return in.take();
            }

            @Override
            public void finish() {
                out.close();
            }
        };
    }

    private final List<EntryProblem> problems = new ArrayList<>();

    private List<String> walk(String as) throws Exception {
        List<ManifestEntry> found = new ArrayList<>();
        boolean complete = new Walk(reads, RelPath.parse(as), new Walk.Listener() {
                    @Override
                    public void found(List<ManifestEntry> batch) {
                        found.addAll(batch);
                    }

                    @Override
                    public void problem(EntryProblem problem) {
                        problems.add(problem);
                    }
                })
                .run();
        assertEquals(problems.stream().noneMatch(p -> p.severity() == Severity.FAILED), complete);
        for (int i = 0; i < found.size(); i++) {
            assertEquals(i + 1, found.get(i).id());
        }
        return found.stream()
                .map(entry -> entry.kind() + " " + entry.path())
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Test
    void what_is_pushed_by_its_name_is_found_below_it() throws Exception {
        answer(start("top", "top"));

        assertEquals(
                List.of(
                        "DIRECTORY top",
                        "DIRECTORY top/dir",
                        "DIRECTORY top/dir/deep",
                        "FILE top/dir/file",
                        "SYMLINK top/link"),
                walk(""));
    }

    @Test
    void what_is_asked_for_is_found_as_the_manifest_would_call_it() throws Exception {
        answer(start("top", ""));

        assertEquals(
                List.of("DIRECTORY x", "DIRECTORY x/dir", "DIRECTORY x/dir/deep", "FILE x/dir/file", "SYMLINK x/link"),
                walk("x"));
    }

    @Test
    void of_several_things_each_is_found() throws Exception {
        answer(start("secret", "secret"), start("top/dir", ""));

        assertEquals(List.of("DIRECTORY .", "DIRECTORY deep", "FILE file", "FILE secret"), walk(""));
    }

    @Test
    void a_part_of_a_file_is_read_and_what_follows_its_end_is_nothing() throws Exception {
        answer(start("top", ""));
        RelPath file = RelPath.parse("dir/file");

        Reads.Question middle = reads.read(file, 3, 4);
        Reads.Question end = reads.read(file, 8, 100);
        Reads.Question beyond = reads.read(file, 100, 1);

        assertArrayEquals(
                "3456".getBytes(StandardCharsets.US_ASCII), middle.part().content());
        Message.ReadResponse last = end.part();
        assertArrayEquals("89".getBytes(StandardCharsets.US_ASCII), last.content());
        assertEquals(10, last.size());
        assertEquals(Files.getLastModifiedTime(folder.resolve("top/dir/file")).toInstant(), last.modified());
        assertEquals(0, beyond.part().content().length);
    }

    @Test
    void links_and_directories_are_not_read_and_nothing_beside_what_is_offered() throws Exception {
        answer(start("top", ""));

        for (String path : List.of("link", "dir", "secret", "link/secret", "none")) {
            Message.ReadResponse refused =
                    reads.read(RelPath.parse(path), 0, 10).part();
            assertTrue(refused.unreadable().isPresent(), path);
            assertEquals(0, refused.content().length, path);
        }
        assertFalse(
                reads.read(RelPath.parse("dir/file"), 0, 10).part().unreadable().isPresent());
    }

    @Test
    void what_is_not_there_is_told_when_it_is_listed() throws Exception {
        answer(start("top", ""));

        Message.Listing listing = reads.list(RelPath.parse("none")).listing();

        assertTrue(listing.last());
        assertEquals(Severity.VANISHED, listing.unreadable().orElseThrow().severity());
    }

    @Test
    void a_receiver_that_leaves_ends_it_and_one_that_sends_something_else_breaks_the_protocol() throws Exception {
        FutureTask<Optional<Message.Done>> one = answer(start("top", ""));
        questions.put(new Message.WantEnd());

        Exception broken = assertThrows(Exception.class, () -> one.get(10, TimeUnit.SECONDS));
        assertEquals(ProtocolException.class, broken.getCause().getClass());

        FutureTask<Optional<Message.Done>> other = answer(start("top", ""));
        questions.close();
        assertEquals(Optional.empty(), other.get(10, TimeUnit.SECONDS));
    }

    @Test
    void an_answer_to_no_question_breaks_the_protocol() {
        Reads asking = new Reads(link(answersOnce(), new Mailbox<>()));

        assertThrows(ProtocolException.class, asking::hear);
    }

    private static Mailbox<Message> answersOnce() {
        Mailbox<Message> once = new Mailbox<>();
        once.put(new Message.Listing(7, List.of(), true, Optional.empty()));
        return once;
    }

    @Test
    void an_entry_that_does_not_lie_where_it_was_listed_breaks_the_protocol() throws Exception {
        ManifestEntry elsewhere = new ManifestEntry(
                0, RelPath.parse("a/b"), EntryKind.FILE, 1, new Metadata(0644, 0, 0, Instant.EPOCH), new byte[0]);
        answers.put(new Message.Ping());
        FutureTask<List<String>> walk = new FutureTask<>(() -> walk(""));
        Thread.ofPlatform().daemon().start(walk);
        Message.ListRequest asked = (Message.ListRequest) questions.take().orElseThrow();
        answers.put(new Message.Listing(asked.number(), List.of(elsewhere), true, Optional.empty()));

        Exception broken = assertThrows(Exception.class, () -> walk.get(10, TimeUnit.SECONDS));
        assertEquals(ProtocolException.class, broken.getCause().getClass());
    }

    @Test
    void whoever_waits_when_nobody_hears_any_more_is_told() throws Exception {
        Reads.Question question = reads.read(RelPath.parse("dir/file"), 0, 10);
        reads.end();

        assertThrows(NobodyHearsException.class, question::part);
        assertThrows(NobodyHearsException.class, () -> reads.list(RelPath.ROOT).listing());
    }
}
