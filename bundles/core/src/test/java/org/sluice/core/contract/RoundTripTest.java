package org.sluice.core.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.land.Destination;
import org.sluice.core.local.LocalTransfer;
import org.sluice.core.local.LocalTransfer.Order;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.core.local.Privilege;
import org.sluice.core.progress.Meter;
import org.sluice.core.progress.Pace;
import org.sluice.core.progress.Predictor;
import org.sluice.core.scan.Start;
import org.sluice.core.select.Rules;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.linux.LinuxBackend;
import org.sluice.tck.LoopImage;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.Unkept;

/** Trees that go to a file system that cannot hold all of them, and come back. */
@Tag("root")
class RoundTripTest {

    private static final String FIXTURE = """
            set -e
            mkdir -p d/deep; echo content > d/file; echo more > d/deep/file; ln d/file d/hard; ln -s file d/link
            mkfifo d/fifo; mknod d/null c 1 3; chown 12:13 d/deep/file; chmod 2750 d; chmod 4711 d/file
            setfattr -n user.note -v noted d/file; setfattr -n trusted.dir -v t d/deep; setfacl -m u:99:r d/deep/file
            touch -d '2001-02-03 04:05:07.123456789' d/file d/deep/file; touch -h -d '2002-02-02 02:02:03.5' d/link d/fifo
            touch -d '2005-05-05 05:05:05.555' d/deep d
            """;

    private static final UnaryOperator<Root> AS_IT_IS = UnaryOperator.identity();

    private final IoBackend backend = new LinuxBackend();

    @TempDir
    private Path folder;

    private Path source;
    private Path back;

    @BeforeEach
    void make_a_tree() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only the superuser makes such a tree");
        for (String program : List.of("setfattr", "getfattr", "setfacl", "getfacl")) {
            assumeTrue(
                    new ProcessBuilder("sh", "-c", "command -v " + program)
                                    .start()
                                    .waitFor()
                            == 0,
                    () -> program + " is not there");
        }
        source = Files.createDirectory(folder.resolve("source"));
        back = Files.createDirectory(folder.resolve("back"));
        run(source, FIXTURE);
    }

    private static String run(Path in, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> script + ": " + output);
        return output;
    }

    /** What other programs see below a directory, but for the directory's own. */
    private static String seen(Path tree) throws IOException, InterruptedException {
        return run(tree, """
                find d ! -type l -print0 | sort -z | xargs -0 getfacl -n -p
                find d -print0 | sort -z | xargs -0 getfattr -h -d -m - -e hex | grep -v '^$'
                find d -printf '%p %y %m %U %G %n %l %T+\\n' | sort
                """);
    }

    private static TransferOptions options(Unkept policy) {
        Set<Kept> kept = EnumSet.allOf(Kept.class);
        kept.remove(Kept.ACCESS_TIMES);
        return TransferOptions.DEFAULTS.withKept(kept).withUnkept(policy);
    }

    /** As a copy does it; what came of it, losses among its problems. */
    private Outcome copy(Path from, UnaryOperator<Root> seenFrom, Path to, UnaryOperator<Root> seenTo, Unkept policy)
            throws Exception {
        TransferOptions options = options(policy);
        try (Root start = backend.root(from);
                Root end = backend.root(to)) {
            Root destination = seenTo.apply(end);
            Contract contract = Contract.with(destination, backend.features(), Privilege.isSuperuser(), options);
            List<Start> starts = contract.fit(
                    List.of(new Start(seenFrom.apply(start), RelPath.ROOT, RelPath.ROOT)), Optional.empty());
            Order order = new Order(
                    starts,
                    new Destination(destination, RelPath.ROOT, Optional.empty()),
                    false,
                    false,
                    Rules.of(options.selection(), options.deleting().excluded()),
                    options,
                    TransferListener.NONE);
            Outcome outcome = new LocalTransfer(backend, order, new Meter(), new Predictor(Pace.USUAL)).run();
            contract.settle(false);
            List<Problem> problems = new ArrayList<>(outcome.problems());
            problems.addAll(contract.losses());
            return new Outcome(outcome.counts(), problems, outcome.workers(), false, outcome.copies());
        }
    }

    private void thereAndBack(Path place, UnaryOperator<Root> seen) throws Exception {
        Outcome there = copy(source, AS_IT_IS, place, seen, Unkept.SIDECAR);
        assertTrue(
                there.problems().stream().allMatch(problem -> problem.severity() == Severity.LOST),
                () -> there.problems().toString());
        assertTrue(
                there.problems().stream().allMatch(problem -> problem.reason().contains("kept in")));

        Outcome again = copy(source, AS_IT_IS, place, seen, Unkept.SIDECAR);
        assertEquals(0, again.counts().files(), () -> "copied again: " + again);

        Outcome home = copy(place, seen, back, AS_IT_IS, Unkept.STRICT);
        assertEquals(List.of(), home.problems());
        assertEquals(seen(source), seen(back));
        assertTrue(Files.notExists(back.resolve(".sluice-metadata")));
    }

    @Test
    void all_comes_back_from_a_file_system_as_poor_as_fat() throws Exception {
        Path place = Files.createDirectory(folder.resolve("poor"));

        thereAndBack(place, PoorRoot::new);

        assertTrue(Files.notExists(place.resolve("d/link")));
        assertTrue(Files.exists(place.resolve("d/file")));
    }

    @Test
    void all_comes_back_from_an_ext4_that_knows_no_fractions_of_seconds() throws Exception {
        try (LoopImage image = LoopImage.of(folder, "ext4", "-I", "128")) {
            thereAndBack(image.directory(), AS_IT_IS);
        }
    }

    @Test
    void all_comes_back_from_a_file_system_without_attributes() throws Exception {
        try (LoopImage memory = LoopImage.of(folder, "ramfs")) {
            thereAndBack(memory.directory(), AS_IT_IS);
        }
    }

    @Test
    void without_a_sidecar_each_kind_that_is_lost_is_told_once() throws Exception {
        String here = ": the destination (ramfs) cannot hold them";
        try (LoopImage memory = LoopImage.of(folder, "ramfs")) {
            Outcome outcome = copy(source, AS_IT_IS, memory.directory(), AS_IT_IS, Unkept.WARN);

            assertEquals(0, outcome.counts().failed());
            assertEquals(
                    List.of(
                            "access control lists of 1 entries are lost" + here,
                            "extended attributes of the superuser of 1 entries are lost" + here,
                            "extended attributes of users of 2 entries are lost" + here),
                    outcome.problems().stream().map(Problem::reason).sorted().toList());
            assertTrue(Files.notExists(memory.directory().resolve(".sluice-metadata")));
        }
    }

    @Test
    void a_strict_copy_leaves_the_destination_as_it_was() throws Exception {
        try (LoopImage image = LoopImage.of(folder, "ext4", "-I", "128")) {
            String before = run(image.directory(), "find . | sort");

            assertThrows(
                    TransferException.class, () -> copy(source, AS_IT_IS, image.directory(), AS_IT_IS, Unkept.STRICT));

            assertEquals(before, run(image.directory(), "find . | sort"));
        }
    }
}
