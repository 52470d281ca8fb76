package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sluice.transport.Credentials;
import org.sluice.transport.PeerIdentity;

class TransportContractTest {

    static class Right extends MemoryContract {}

    @Test
    void a_right_transport_holds_every_sentence() {
        ContractRun run = ContractRun.together(Right.class);

        run.holds();
        assertEquals(50, run.held().size(), "none is left out but what is of streams that send files");
    }

    /** Has a thread for each connection that outlives it. */
    static class LeavingThreads extends MemoryContract {

        static final CountDownLatch END = new CountDownLatch(1);

        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryConnection connection(Credentials ours, PeerIdentity peer) {
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            END.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    return super.connection(ours, peer);
                }
            };
        }

        @AfterAll
        static void end() {
            END.countDown();
        }
    }

    @Test
    void threads_that_stay_are_noticed() {
        ContractRun.together(LeavingThreads.class).failsExactly("what_is_closed_leaves_no_thread_behind");
    }

    /** Opens a file for each stream and leaves it to the garbage collector. */
    static class LeavingDescriptors extends MemoryContract {

        static final List<FileInputStream> OPEN = new CopyOnWriteArrayList<>();

        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    try {
                        OPEN.add(new FileInputStream(Path.of("pom.xml").toFile()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return super.stream(connection, out, in);
                }
            };
        }

        @AfterAll
        static void end() throws IOException {
            for (FileInputStream file : OPEN) {
                file.close();
            }
        }
    }

    @Test
    void descriptors_that_stay_are_noticed() {
        ContractRun run = ContractRun.together(LeavingDescriptors.class);

        if (Path.of("/proc/self/fd").toFile().isDirectory()) {
            run.failsExactly("what_is_closed_leaves_no_descriptor_behind");
        } else {
            assertEquals(Set.of(), run.failed().keySet());
        }
    }
}
