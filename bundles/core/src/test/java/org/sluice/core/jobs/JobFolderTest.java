package org.sluice.core.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Job;
import org.sluice.transfer.Job.State;

class JobFolderTest {

    private static final Counts COUNTS = new Counts(1, 2, 3, 4, 5, 6, 7, 8, 9).withReused(3);

    @TempDir
    private Path home;

    private JobFolder.Begun begin(String from) {
        return new JobFolder(home).begin("push", from, "host:/in", Optional.empty());
    }

    private List<Job> list() throws Exception {
        return new JobFolder(home).list();
    }

    @Test
    void nothing_has_run_at_first() throws Exception {
        assertEquals(List.of(), list());
    }

    @Test
    void a_job_runs_until_it_is_done() throws Exception {
        JobFolder.Begun job = begin("a \"strange\" \\ name\n\u0007\u00e9");
        assertEquals(State.RUNNING, list().getFirst().state());
        assertEquals("a \"strange\" \\ name\n\u0007\u00e9", list().getFirst().from());

        job.done(COUNTS);

        assertEquals(State.DONE, list().getFirst().state());
        assertEquals(COUNTS, list().getFirst().counts());
        assertTrue(list().getFirst().ended().isPresent());
    }

    @Test
    void a_long_message_is_read_back() throws Exception {
        String message = "what a \"peer\" says may be long ".repeat(20_000);
        begin("a").interrupted(message);

        assertEquals(message, list().getFirst().message());
    }

    @Test
    void one_that_broke_off_says_why() throws Exception {
        begin("a").interrupted("the cable was cut");

        assertEquals(State.INTERRUPTED, list().getFirst().state());
        assertEquals("the cable was cut", list().getFirst().message());
    }

    @Test
    void one_whose_process_died_is_interrupted() throws Exception {
        begin("a");
        Path file = home.resolve("jobs").resolve(list().getFirst().id() + ".json");
        Files.writeString(
                file, Files.readString(file).replaceAll("\"process\": \".*\"", "\"process\": \"999999999 1\""));

        assertEquals(State.INTERRUPTED, list().getFirst().state());
    }

    @Test
    void the_latest_comes_first_and_is_found_by_the_end_of_its_id() throws Exception {
        begin("first");
        begin("second");

        assertEquals(List.of("second", "first"), list().stream().map(Job::from).toList());
        Job second = list().getFirst();
        assertEquals(Optional.of(second), new JobFolder(home).find(second.id()));
        assertEquals(Optional.of(second), new JobFolder(home).find(second.id().substring(16)));
        assertEquals(Optional.empty(), new JobFolder(home).find("no such job"));
    }

    @Test
    void only_the_last_two_hundred_are_kept() throws Exception {
        for (int i = 0; i < 205; i++) {
            begin("job " + i);
        }

        assertEquals(200, list().size());
        assertEquals("job 204", list().getFirst().from());
        assertEquals("job 5", list().getLast().from());
    }

    @Test
    void damaged_files_are_passed_over() throws Exception {
        begin("a");
        Files.writeString(home.resolve("jobs/20200101-000000-000-x.json"), "{\n  \"id\": \"x\",\n");
        Files.write(home.resolve("jobs/20200101-000000-001-x.json"), new byte[] {(byte) 0xff, 0, 1});

        assertEquals(1, list().size());
    }
}
