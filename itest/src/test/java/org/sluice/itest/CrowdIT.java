package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.tck.SelfSigned;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.ServeService.Serving;
import org.sluice.transfer.Share;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferService;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Transport;

/** Peers that are trusted, connect and say nothing take nobody's place. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CrowdIT {

    /** More than there may be sessions. */
    private static final int IDLE = 80;

    @TempDir
    private Path folder;

    @Test
    void peers_that_say_nothing_keep_nobody_out() throws Exception {
        SelfSigned idle = SelfSigned.named("idle");
        String fingerprint = PeerIdentity.of(idle.certificate()).fingerprint();
        Path source = Tree.make(folder.resolve("source"), 2, 5, 1_000_000, 3);
        Path target = Files.createDirectory(folder.resolve("target"));
        List<Connection> connections = new ArrayList<>();
        try (RunningDistribution running = RunningDistribution.start(folder.resolve("sluice"))) {
            String own = running.service(Peers.class).self().fingerprint();
            TransferOptions options = TransferOptions.DEFAULTS.withTrusted(Set.of(own));
            try (Serving serving = running.service(ServeService.class)
                    .serve(
                            "127.0.0.1:0",
                            List.of(new Share("share", target, false, false)),
                            Set.of(own, fingerprint))) {
                Transport transport = running.service(Transport.class);
                Credentials credentials = new Credentials(idle.certificate(), idle.key(), peer -> true);
                for (int i = 0; i < IDLE; i++) {
                    connections.add(transport.connect(Endpoint.parse(serving.address(), 0), credentials));
                }
                try (Transfer push = running.service(TransferService.class)
                        .push(
                                List.of(new LocalPath(source, true)),
                                new Location(serving.address(), "share", "", false),
                                options)) {
                    assertEquals(List.of(), push.await().problems());
                }
                Tree.assertEqual(source, target);
            } finally {
                connections.forEach(Connection::close);
            }
        }
    }
}
