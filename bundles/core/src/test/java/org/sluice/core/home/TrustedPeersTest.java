package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Peers.KnownPeer;
import org.sluice.transfer.TransferException;
import org.sluice.transport.PeerIdentity;

class TrustedPeersTest {

    private static final String ONE = "1".repeat(63) + "a";
    private static final String OTHER = "2".repeat(63) + "b";

    @TempDir
    private Path directory;

    private TrustedPeers peers;

    @BeforeEach
    void open() {
        Home home = new Home(directory);
        peers = new TrustedPeers(home, new Identity(home));
    }

    private boolean trusts(String fingerprint) {
        return peers.trusts(new PeerIdentity(fingerprint));
    }

    @Test
    void nobody_is_trusted_at_first() throws Exception {
        assertEquals(List.of(), peers.trusted());
        assertFalse(trusts(ONE));
    }

    @Test
    void who_is_trusted_is_and_nobody_else() throws Exception {
        peers.trust(ONE, Optional.of("laptop"));

        assertTrue(trusts(ONE));
        assertFalse(trusts(OTHER));
        assertEquals(List.of(new KnownPeer("laptop", ONE)), peers.trusted());
    }

    @Test
    void trust_given_elsewhere_holds_at_once() throws Exception {
        assertFalse(trusts(ONE));
        Home home = new Home(directory);
        new TrustedPeers(home, new Identity(home)).trust(ONE, Optional.empty());

        assertTrue(trusts(ONE));
    }

    @Test
    void colons_case_and_spaces_around_a_fingerprint_do_not_matter() throws Exception {
        peers.trust(" " + ONE.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:") + " ", Optional.empty());

        assertTrue(trusts(ONE));
        assertEquals("11111111", peers.trusted().getFirst().name());
    }

    @Test
    void what_is_no_fingerprint_is_refused() {
        for (String text : List.of("", "1234", ONE + "0", "g" + ONE.substring(1), ONE.substring(1) + "\n", "*")) {
            assertThrows(TransferException.class, () -> peers.trust(text, Optional.empty()), text);
        }
    }

    @Test
    void a_name_cannot_add_lines() {
        assertThrows(TransferException.class, () -> peers.trust(ONE, Optional.of("x\n" + OTHER + " y")));
        assertThrows(TransferException.class, () -> peers.trust(ONE, Optional.of(" ")));
        assertFalse(trusts(OTHER));
    }

    @Test
    void who_is_trusted_again_gets_the_new_name() throws Exception {
        peers.trust(ONE, Optional.of("old name"), true);
        peers.trust(ONE, Optional.of("new name"));

        assertEquals(List.of(new KnownPeer("new name", ONE)), peers.trusted());
    }

    @Test
    void a_peer_is_forgotten_by_name_or_by_eight_digits() throws Exception {
        peers.trust(ONE, Optional.of("laptop"));
        peers.trust(OTHER, Optional.of("server"));

        assertFalse(peers.forget("1111111"), "seven digits are too few");
        assertFalse(peers.forget("lap"));
        assertTrue(peers.forget("laptop"));
        assertTrue(peers.forget("22:22:22:22"));
        assertEquals(List.of(), peers.trusted());
        assertFalse(peers.forget("laptop"));
    }

    @Test
    void lines_that_are_damaged_trust_nobody_and_keep_nobody_from_being_trusted() throws Exception {
        peers.trust(ONE, Optional.of("laptop"));
        Path file = directory.resolve("trusted-peers");
        Files.writeString(file, "\n  \nnonsense\n" + OTHER.substring(5) + " cut\n" + Files.readString(file));

        assertTrue(trusts(ONE));
        assertFalse(trusts(OTHER));
    }

    @Test
    void when_the_file_cannot_be_read_nobody_is_trusted() throws Exception {
        peers.trust(ONE, Optional.of("laptop"));
        Files.delete(directory.resolve("trusted-peers"));
        Files.createDirectory(directory.resolve("trusted-peers"));

        assertFalse(trusts(ONE));
        assertThrows(TransferException.class, peers::trusted);
    }

    @Test
    void contents_may_be_in_clear_with_those_of_whom_it_was_said_last() throws Exception {
        PeerIdentity one = new PeerIdentity(ONE);
        peers.trust(ONE, Optional.of("one"), true);
        peers.trust(OTHER, Optional.of("other"));
        assertTrue(peers.trusts(one));
        assertTrue(peers.allowsClear(one));
        assertFalse(peers.allowsClear(new PeerIdentity(OTHER)));
        assertEquals(List.of(new KnownPeer("one", ONE, true), new KnownPeer("other", OTHER)), peers.trusted());

        peers.trust(ONE, Optional.of("one"));
        assertTrue(peers.trusts(one));
        assertFalse(peers.allowsClear(one));

        peers.trust(ONE, Optional.of("one"), true);
        peers.forget("one");
        assertFalse(peers.allowsClear(one));
    }
}
