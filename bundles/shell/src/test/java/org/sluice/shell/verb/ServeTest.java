package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.TransferException;

class ServeTest {

    private final Session session = new Session();

    private int serveUntilInterrupted(String... words) throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread verb = Thread.ofPlatform().start(() -> exit.complete(session.run(words)));
        session.services.serving.await();
        verb.interrupt();
        return exit.get();
    }

    @Test
    void it_says_where_it_listens_and_ends_cleanly() throws Exception {
        int exit = serveUntilInterrupted(
                "serve", "--listen", "127.0.0.1:0", "--share", "in=drop:ro", "--trust", Fakes.THEIRS);

        assertEquals(0, exit);
        assertEquals("listening on 127.0.0.1:40000\nfingerprint " + Fakes.OURS + "\n", session.out());
        assertEquals("", session.err());
        assertEquals(
                List.of(
                        "serve 127.0.0.1:0 [Share[name=in, directory=/there/drop, readOnly=true, setId=false]] ["
                                + Fakes.THEIRS + "]",
                        "close"),
                session.services.calls);
    }

    @Test
    void it_warns_when_nobody_could_get_anything() throws Exception {
        serveUntilInterrupted("serve");

        assertTrue(session.err().contains("nothing is shared yet"), session.err());
        assertTrue(session.err().contains("no peer is trusted yet"), session.err());
        assertTrue(session.services.calls.getFirst().startsWith("serve 0.0.0.0:4433 "));
    }

    @Test
    void a_script_learns_the_address_as_soon_as_it_listens() throws Exception {
        serveUntilInterrupted("serve", "--json", "--share", "in=drop", "--trust", Fakes.THEIRS);

        assertEquals(
                "{\"event\":\"listening\",\"address\":\"127.0.0.1:40000\",\"fingerprint\":\"" + Fakes.OURS + "\"}\n"
                        + "{\"version\":1,\"verb\":\"serve\",\"exit\":0}\n",
                session.out());
    }

    @Test
    void a_port_that_is_taken_is_a_failure_of_its_own() {
        session.services.failure = new TransferException(TransferException.Reason.CONNECTION, "4433 is taken");

        assertEquals(10, session.run("serve"));
    }

    @Test
    void a_share_without_a_directory_is_refused() {
        assertEquals(1, session.run("serve", "--share", "in"));
    }
}
