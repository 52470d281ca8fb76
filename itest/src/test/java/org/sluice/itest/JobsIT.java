package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides remember what was transferred, and what an interruption has left. */
class JobsIT {

    private static final int LARGE = 40 << 20;

    @TempDir
    Path folder;

    private static String id(Sluice.Result jobs) {
        Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(jobs.out());
        assertTrue(id.find(), jobs::toString);
        return id.group(1);
    }

    @Test
    void an_interrupted_push_is_remembered_with_what_is_left_of_it() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 1, 1, LARGE, 1);
        Sluice served = new Sluice(folder.resolve("server"));
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Unfinished left = new Unfinished(peers.share());
            try (Relay relay = Relay.to(peers.server(), 8_000_000)) {
                Process push = peers.client()
                        .command("push", tree.toString(), relay.location("in/"))
                        .redirectOutput(new File("/dev/null"))
                        .redirectError(new File("/dev/null"))
                        .start();
                left.await(2, push);
                relay.block();
                assertTrue(push.waitFor(60, TimeUnit.SECONDS));
            }
            Eventually.holdsInTheEnd("the receiver has noticed", () -> left.sessions() == 0);
            Sluice.Result ours = peers.client().run("jobs", "--json");
            assertTrue(ours.out().contains("\"state\":\"interrupted\""), ours::toString);
            Sluice.Result theirs = served.run("jobs", "show", id(served.run("jobs", "--json")), "--json");
            Matcher chunks = Pattern.compile(
                            "\"unfinished\":\\[\\{\"path\":\"tree/large\",\"chunks\":(\\d+),\"of\":10,")
                    .matcher(theirs.out());
            assertTrue(chunks.find(), theirs::toString);
            int done = Integer.parseInt(chunks.group(1));
            assertEquals(left.chunks(), done, theirs::toString);
            assertTrue(done >= 2 && done < 10, theirs::toString);

            assertEquals(0, peers.push(tree, "in").code());

            Sluice.Result after =
                    peers.client().run("jobs", "show", id(peers.client().run("jobs", "--json")), "--json");
            assertTrue(after.out().contains("\"state\":\"done\""), after::toString);
        }
    }
}
