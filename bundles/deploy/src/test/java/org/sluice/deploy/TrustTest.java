package org.sluice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.deploy.Found.Whole;
import org.sluice.deploy.sample.Works;
import org.sluice.plugin.Jar.Trust;

/** Whose plugins are started. */
class TrustTest {

    @TempDir
    private Path directory;

    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = Running.in(directory);
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    private static PluginJar works(String name) {
        return PluginJar.named(name, "1.0.0").activatedBy(Works.class);
    }

    private static String digest(Path jar) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    }

    private Trust trust(String file) {
        return running.plugin(file).jar().orElseThrow().trust();
    }

    @Test
    void without_a_list_whatever_lies_there_is_started() throws Exception {
        running.put("a.jar", works("a"));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertEquals(Trust.NOT_ASKED, trust("a.jar"));
    }

    @Test
    void what_is_listed_is_started_and_nothing_else_is() throws Exception {
        Path a = running.put("a.jar", works("a"));
        Path b = running.put("b.jar", works("b"));
        Files.writeString(running.trust, "# ours\nsha256 " + digest(a) + " a # by hand\n\n");
        running.scan();

        assertEquals(List.of("a.jar ACTIVE", "b.jar REFUSED"), running.states());
        assertEquals(Trust.DIGEST, trust("a.jar"));
        assertEquals(digest(a), running.plugin("a.jar").jar().orElseThrow().digest());
        assertEquals(Trust.NONE, trust("b.jar"));
        assertTrue(running.reason("b.jar").contains("add \"sha256 " + digest(b) + " b\" to " + running.trust));

        Files.writeString(running.trust, "sha256 " + digest(b).toUpperCase(java.util.Locale.ROOT) + " b\n");
        running.scan();

        assertEquals(List.of("a.jar ACTIVE", "b.jar ACTIVE"), running.states());
    }

    @Test
    void an_update_that_is_not_listed_leaves_what_runs() throws Exception {
        Path a = running.put("a.jar", works("a"));
        Files.writeString(running.trust, "sha256 " + digest(a));
        running.scan();

        running.put("a.jar", works("a").with("Bundle-Version", "2.0.0"));
        running.scan();

        assertEquals(List.of("a 1.0.0"), running.said());
        assertTrue(running.reason("a.jar").contains("it is not trusted"), running.reason("a.jar"));
    }

    @Test
    void a_list_with_a_wrong_line_trusts_nothing_and_names_the_line() throws Exception {
        Path a = running.put("a.jar", works("a"));
        for (String wrong : List.of("sha256 12", "md5 " + digest(a), digest(a), "signer " + digest(a) + " somebody")) {
            Files.writeString(running.trust, "sha256 " + digest(a) + "\n" + wrong + "\n");
            running.scan();

            assertEquals(List.of("a.jar REFUSED"), running.states(), wrong);
            assertTrue(running.reason("a.jar").contains("plugin.trust, line 2: neither"), running.reason("a.jar"));
        }
        Files.delete(running.trust);
        Files.createDirectory(running.trust);
        running.scan();

        assertTrue(running.reason("a.jar").contains("cannot be read"), running.reason("a.jar"));
    }

    @Test
    void a_list_that_others_may_write_to_trusts_nothing() throws Exception {
        Path a = running.put("a.jar", works("a"));
        Files.writeString(running.trust, "sha256 " + digest(a));
        Files.setPosixFilePermissions(running.trust, PosixFilePermissions.fromString("rw-rw-rw-"));
        running.scan();

        assertEquals(List.of("a.jar REFUSED"), running.states());
        assertTrue(running.reason("a.jar").contains("chmod go-w"), running.reason("a.jar"));
    }

    @Test
    void what_a_listed_signer_signed_is_started_and_what_another_signed_is_not() throws Exception {
        Signer listed = Signer.in(directory.resolve("listed"));
        Signer other = Signer.in(directory.resolve("other"));
        listed.sign(running.put("a.jar", works("a")));
        other.sign(running.put("b.jar", works("b")));
        Files.writeString(running.trust, "signer " + listed.digest());
        running.scan();

        assertEquals(List.of("a.jar ACTIVE", "b.jar REFUSED"), running.states());
        assertEquals(Trust.SIGNER, trust("a.jar"));
        assertEquals(
                listed.digest(),
                running.plugin("a.jar").jar().orElseThrow().signer().orElseThrow());
        assertEquals(
                other.digest(),
                running.plugin("b.jar").jar().orElseThrow().signer().orElseThrow());
    }

    @Test
    void what_was_changed_after_it_was_signed_is_refused_even_without_a_list() throws Exception {
        Signer signer = Signer.in(directory.resolve("signer"));
        Path a = running.put("a.jar", works("a").holding("text", "signed"));
        signer.sign(a);
        within(a, "text", "changed");
        running.scan();

        assertEquals(List.of("a.jar FAILED"), running.states());
        assertTrue(running.reason("a.jar").startsWith("its signature does not fit"), running.reason("a.jar"));
    }

    @Test
    void what_holds_a_file_that_nobody_signed_is_not_signed() throws Exception {
        Signer signer = Signer.in(directory.resolve("signer"));
        Path a = running.put("a.jar", works("a"));
        signer.sign(a);
        within(a, "META-INF/versions/added", "unsigned");
        Files.writeString(running.trust, "signer " + signer.digest());
        running.scan();

        assertEquals(List.of("a.jar REFUSED"), running.states());
        assertEquals(Trust.NONE, trust("a.jar"));
    }

    private static void within(Path jar, String file, String text) throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.createDirectories(zip.getPath("/" + file).getParent());
            Files.writeString(zip.getPath("/" + file), text);
        }
    }

    @Test
    void what_is_swapped_between_check_and_use_is_not_run() throws Exception {
        assertEquals(List.of("checked 1.0.0"), swapped(false));
    }

    @Test
    void without_the_copy_it_would_be() throws Exception {
        assertEquals(List.of("swapped 1.0.0"), swapped(true));
    }

    /** Has a jar checked, writes another over it, and runs what was checked; what it says. */
    private List<String> swapped(boolean withoutCopy) throws Exception {
        Path jar = running.put("a.jar", works("a").with("Says", "checked 1.0.0"));
        Files.writeString(running.trust, "sha256 " + digest(jar));
        Copies copies = Copies.in(directory.resolve("more-copies"));
        Whole found = (Whole) new Inspection(copies).look(jar);
        assertTrue(TrustList.read(List.of(running.trust)).refusal(found).isEmpty());
        Whole checked = withoutCopy ? new Whole(jar, found.headers(), found.digest(), found.signers()) : found;

        Files.write(jar, works("a").with("Says", "swapped 1.0.0").bytes());

        Deployed.install(running.context(), new Wiring(running.context()), copies, Patience.USUAL, checked, "a.jar")
                .bringUp();
        return running.said();
    }

    @Test
    void nobody_else_can_enter_the_folder_of_copies() throws Exception {
        running.put("a.jar", works("a"));
        running.scan();

        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("copies"))));
    }
}
