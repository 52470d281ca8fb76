package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.transfer.Inventory.Measured;
import org.sluice.transfer.Inventory.ProviderReport;
import org.sluice.transfer.Inventory.Rate;
import org.sluice.transfer.Inventory.State;
import org.sluice.transfer.ListedEntry;

class OtherVerbsTest {

    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private final Session session = new Session();

    @Test
    void our_fingerprint_is_shown() {
        assertEquals(0, session.run("peer", "show"));
        assertEquals("name         me\nfingerprint  " + Fakes.OURS + "\n", session.out());
    }

    @Test
    void our_fingerprint_is_there_for_scripts() {
        assertEquals(0, session.run("peer", "show", "--json"));
        assertEquals(
                "{\"version\":1,\"verb\":\"peer show\",\"exit\":0,\"name\":\"me\",\"fingerprint\":\"" + Fakes.OURS
                        + "\"}\n",
                session.out());
    }

    @Test
    void a_peer_is_trusted_listed_and_forgotten() {
        assertEquals(0, session.run("peer", "trust", Fakes.THEIRS, "--name", "box"));
        assertEquals(0, session.run("peer", "list"));
        assertEquals(0, session.run("peer", "forget", "box"));
        assertEquals(1, session.run("peer", "forget", "box"));

        assertEquals(
                "trusts box (" + Fakes.THEIRS + ")\nNAME  FINGERPRINT\nbox   " + Fakes.THEIRS
                        + "\ntrusts box no longer\n",
                session.out());
    }

    @Test
    void what_is_agreed_on_with_a_peer_is_shown_and_what_is_lost() {
        assertEquals(0, session.run("peer", "caps", "box:5000", "--trust", Fakes.THEIRS));

        assertEquals("""
                peer         sluice 1, protocol 1
                we           sluice 2, protocol 1 to 2
                protocol     1
                compressor   zstd
                hasher       blake3
                chunks       of 4194304 bytes
                lanes        at most 16
                both can     chunks, join
                transport    tcp reaches it: tcp+tls
                transport    quic does not: no answer within 10 s
                lost         no beside at the peer: transports are not compared
                """, session.out());
        assertEquals(List.of("terms box:5000 [" + Fakes.THEIRS + "]"), session.services.calls);
    }

    @Test
    void what_is_agreed_on_with_a_peer_is_there_for_scripts() {
        session.run("peer", "caps", "box", "--json");

        assertEquals(
                "{\"version\":1,\"verb\":\"peer caps\",\"exit\":0,"
                        + "\"peer\":{\"build\":\"sluice 1\",\"minProtocol\":1,\"maxProtocol\":1},"
                        + "\"we\":{\"build\":\"sluice 2\",\"minProtocol\":1,\"maxProtocol\":2},\"protocol\":1,"
                        + "\"chosen\":{\"compressor\":\"zstd\",\"hasher\":\"blake3\"},\"capabilities\":[\"chunks\",\"join\"],"
                        + "\"chunkSize\":4194304,\"lanes\":16,\"transports\":["
                        + "{\"name\":\"tcp\",\"reaches\":true,\"what\":\"tcp+tls\"},"
                        + "{\"name\":\"quic\",\"reaches\":false,\"what\":\"no answer within 10 s\"}],"
                        + "\"lost\":[\"no beside at the peer: transports are not compared\"]}\n",
                session.out());
    }

    @Test
    void a_share_is_added_listed_and_removed() {
        assertEquals(0, session.run("share", "add", "in", "drop", "--read-only"));
        assertEquals(0, session.run("share", "list"));
        assertEquals(0, session.run("share", "remove", "in"));
        assertEquals(1, session.run("share", "remove", "in"));

        assertEquals(
                "offers /there/drop as in, to pull only\nNAME  ACCESS  DIRECTORY\nin    pull    /there/drop\n"
                        + "offers in no longer\n",
                session.out());
    }

    @Test
    void a_share_with_a_name_that_cannot_be_reached_is_refused() {
        assertEquals(1, session.run("share", "add", "a/b", "drop"));
    }

    @Test
    void a_listing_reads_like_ls() {
        session.services.entries.add(new ListedEntry("z\u001bz", 'l', 0777, 0, 0, 3, THEN, "a\nb"));
        session.services.entries.add(new ListedEntry("a.txt", '-', 04644, 1000, 100, 123_456, THEN, ""));
        session.services.entries.add(new ListedEntry("tmp", 'd', 01777, -1, -1, 0, THEN, ""));

        assertEquals(0, session.run("list", "host:/out/x"));

        List<String> lines = session.out().lines().toList();
        assertTrue(lines.get(0).startsWith("-rwSr--r-- 1000 100 123456 202"), lines.get(0));
        assertTrue(lines.get(0).endsWith(" a.txt"), lines.get(0));
        assertTrue(lines.get(1).startsWith("drwxrwxrwt    ?   ?      0 202"), lines.get(1));
        assertTrue(lines.get(2).endsWith(" z\\x1bz -> a\\x0ab"), lines.get(2));
    }

    @Test
    void a_listing_for_scripts_has_times_in_utc_and_modes_in_octal() {
        session.services.entries.add(new ListedEntry("a.txt", '-', 0644, 1000, 100, 5, THEN, ""));

        session.run("list", "--json", "host:/out");

        assertEquals(
                "{\"version\":1,\"verb\":\"list\",\"exit\":0,\"entries\":[{\"path\":\"a.txt\",\"type\":\"-\",\"mode\":\"0644\","
                        + "\"uid\":1000,\"gid\":100,\"size\":5,\"modified\":\"2026-01-02T03:04:05Z\",\"target\":\"\"}]}\n",
                session.out());
    }

    @ParameterizedTest
    @CsvSource({"0, ---------", "0755, rwxr-xr-x", "06755, rwsr-sr-x", "07000, --S--S--T", "01777, rwxrwxrwt"})
    void permissions_read_like_those_of_ls(String octal, String shown) {
        assertEquals(shown, ListShare.permissions(Integer.parseInt(octal, 8)));
    }

    @Test
    void providers_are_shown_by_kind() {
        session.services.providers.add(new ProviderReport(
                "backend",
                "io-linux",
                "org.sluice.io.linux 0.1.0",
                100,
                State.CHOSEN,
                "ranks highest",
                List.of("A", "B")));
        session.services.providers.add(new ProviderReport(
                "transport", "quic", "org.sluice.q 0.1.0", 50, State.UNAVAILABLE, "no UDP", List.of()));

        session.run("backends");
        session.run("transports");

        assertEquals("""
                KIND     NAME      STATE   RANK  BUNDLE                     FEATURES  WHY
                backend  io-linux  chosen  100   org.sluice.io.linux 0.1.0  A B       ranks highest
                KIND       NAME  STATE        RANK  BUNDLE              FEATURES  WHY
                transport  quic  unavailable  50    org.sluice.q 0.1.0  -         no UDP
                """, session.out());
    }

    @Test
    void what_a_backend_has_measured_is_shown_with_figures() {
        session.services.measured.add(new Measured(
                "io-linux",
                "large files",
                "tmpfs",
                "memory",
                List.of(new Rate("kernel", 2e9, "bytes"), new Rate("memory", 2.5e9, "bytes"))));
        session.services.measured.add(
                new Measured("io-linux", "listing", "ext", "", List.of(new Rate("calls", 730_000, "entries"))));

        session.run("backends");
        session.run("backends", "--json");

        assertEquals("""
                KIND  NAME  STATE  RANK  BUNDLE  FEATURES  WHY

                WORK         FILE SYSTEM  BY      MEASURED
                large files  tmpfs        memory  kernel 2.00 GB/s, memory 2.50 GB/s
                listing      ext          -       calls 730,000 entries/s
                {"version":1,"verb":"backends","exit":0,"providers":[],"choices":[{"provider":"io-linux","work":"large files",\
                "fileSystem":"tmpfs","chosen":"memory","rates":[{"way":"kernel","perSecond":2000000000,"unit":"bytes"},\
                {"way":"memory","perSecond":2500000000,"unit":"bytes"}]},{"provider":"io-linux","work":"listing",\
                "fileSystem":"ext","chosen":"","rates":[{"way":"calls","perSecond":730000,"unit":"entries"}]}]}
                """, session.out());
    }

    @Test
    void providers_for_scripts_come_with_all_they_say() {
        session.services.providers.add(
                new ProviderReport("hasher", "blake3", "b 1", 0, State.STANDBY, "slower", List.of("X")));

        session.run("providers", "--json");

        assertEquals(
                "{\"version\":1,\"verb\":\"providers\",\"exit\":0,\"providers\":[{\"kind\":\"hasher\",\"name\":\"blake3\","
                        + "\"state\":\"standby\",\"ranking\":0,\"bundle\":\"b 1\",\"features\":[\"X\"],\"reason\":\"slower\"}]}\n",
                session.out());
    }

    @Test
    void what_is_kept_of_chunks_is_shown_collected_and_verified() {
        assertEquals(0, session.run("cache", "stats"));
        assertEquals(0, session.run("cache", "gc"));
        assertEquals(0, session.run("cache", "verify"));

        assertEquals("""
                index  3 files of 1,200 chunks, at most 1,000,000; 45.1 kB on disk
                store  1 chunk, 4.19 MB, at most 4.29 GB
                2 files dropped; 4.20 MB of disk freed
                index  3 files, 1 damaged and dropped
                store  2 chunks, none damaged
                """, session.out());
    }

    @Test
    void what_is_kept_of_chunks_is_there_for_scripts() {
        assertEquals(0, session.run("cache", "stats", "--json"));
        assertEquals(0, session.run("cache", "gc", "--json"));
        assertEquals(0, session.run("cache", "verify", "--json"));

        assertEquals("""
                {"version":1,"verb":"cache stats","exit":0,"files":3,"entries":1200,"mostEntries":1000000,\
                "indexBytes":45056,"chunks":1,"storeBytes":4194304,"mostStoreBytes":4294967296}
                {"version":1,"verb":"cache gc","exit":0,"files":2,"indexBytes":1000,"storeBytes":4194304}
                {"version":1,"verb":"cache verify","exit":0,"files":3,"damagedFiles":1,"chunks":2,"damagedChunks":0}
                """, session.out());
    }

    @Test
    void a_transport_is_preferred_until_measurement_is_asked_for_again() {
        assertEquals(0, session.run("transports", "prefer", "quic"));
        assertEquals(Optional.of("quic"), session.services.preferred);
        assertEquals(0, session.run("transports", "prefer", "auto", "--json"));
        assertEquals(Optional.empty(), session.services.preferred);
        assertEquals(1, session.run("transports", "prefer"));

        assertEquals("""
                quic is preferred from the next transfer on
                {"version":1,"verb":"transports prefer","exit":0,"preferred":"auto"}
                """, session.out());
    }
}
