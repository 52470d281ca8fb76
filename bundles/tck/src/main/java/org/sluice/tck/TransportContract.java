package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every {@link org.sluice.transport.Transport} owes. A provider's test extends it, makes the transport, and stops it
 * after each test if it needs stopping. The rules are in the classes that this one extends, by subject.
 */
public abstract class TransportContract extends TransportContentsRules {

    /** Marks what counts all that the process has, and so does not run beside other tests. */
    private static final String ALONE = "alone";

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int ROUNDS = 30;

    /** What a thread or descriptor for each round would be, halved. */
    private static final int LEEWAY = ROUNDS / 2;

    @Test
    @Tag(ALONE)
    void what_is_closed_leaves_no_thread_behind() throws Exception {
        round();
        int before = threads();

        for (int i = 0; i < ROUNDS; i++) {
            round();
        }

        Condition.met("the threads are gone", () -> threads() < before + LEEWAY);
    }

    @Test
    @Tag(ALONE)
    void what_is_closed_leaves_no_descriptor_behind() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not tell its descriptors");
        round();
        long before = descriptors();

        for (int i = 0; i < ROUNDS; i++) {
            round();
        }

        Condition.met("the descriptors are gone", () -> descriptors() < before + LEEWAY);
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    private static long descriptors() {
        try (java.util.stream.Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens one of everything, uses it, breaks one stream off and closes. */
    private void round() throws Exception {
        Connected peers = connected();
        Opened stream = stream(peers.initiator(), peers.responder());
        stream.near().send(Bytes.text("hello"));
        assertTrue(Bytes.text(stream.far(), 5).equals("hello"));
        stream(peers.responder(), peers.initiator()).near().close();
        everything_is_closed();
    }
}
