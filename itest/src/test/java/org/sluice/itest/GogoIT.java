package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;

/** Bundles as somebody handles them by hand, with the commands of Felix, in the shell in whose background a push runs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GogoIT {

    private static final String TCP = "org.sluice.transport.tcp";
    private static final Pattern NUMBER = Pattern.compile("(\\d+)\\|Active");

    /** Said of QUIC when there is no TCP beside it. */
    private static final String WITHOUT_TCP = "the only one";

    private static final int PATIENT = 120;
    private static final int SIZE = 128 << 20;

    /** So slow that all can be done to the transport while the push runs. */
    private static final long RATE = 4_000_000;

    private static final long SOME = 1 << 20;

    @TempDir
    private Path folder;

    /** The peer is behind a relay that carries TCP alone: nothing is sent but by the bundle that is there. */
    @Test
    void a_push_goes_on_by_what_somebody_starts_updates_and_installs() throws Exception {
        Path second = version("2.0.0");
        Path third = version("3.0.0");
        Path tree = Tree.make(folder.resolve("tree"), 3, 50, SIZE, 21);
        try (TwoPeers peers = TwoPeers.patient(folder, PATIENT);
                Relay relay = Relay.to(peers.server(), RATE);
                TypedShell shell = new TypedShell(peers.client(), folder.resolve("said"))) {
            String number = number(shell.type("lb -s " + TCP));
            shell.type("push " + tree + " " + relay.location("in") + " &");
            awaitMore(relay, shell);

            shell.type("stop " + TCP);
            shell.type("transports", WITHOUT_TCP);
            shell.type("start " + number);
            shell.type("transports", TCP + " 0.");
            awaitMore(relay, shell);

            shell.type("update " + TCP + " " + second.toUri());
            shell.type("transports", TCP + " 2.0.0");
            awaitMore(relay, shell);

            shell.type("uninstall " + TCP);
            shell.type("transports", WITHOUT_TCP);
            shell.type("install " + third.toUri());
            shell.type("transports", WITHOUT_TCP);
            shell.type("start " + third.toUri());
            shell.type("transports", TCP + " 3.0.0");
            awaitMore(relay, shell);

            assertFalse(shell.said().contains("pushed "), shell::said);
            Eventually.holdsInTheEnd("the push ends", () -> shell.said().contains("pushed "));
            Tree.assertEqual(tree, peers.share().resolve("tree"));
        }
    }

    private static String number(String listed) {
        Matcher number = NUMBER.matcher(listed);
        assertTrue(number.find(), listed);
        return number.group(1);
    }

    private static void awaitMore(Relay relay, TypedShell shell) {
        long before = relay.there();
        try {
            Eventually.holdsInTheEnd("more was sent", () -> relay.there() >= before + SOME);
        } catch (AssertionError e) {
            throw new AssertionError(shell.said(), e);
        }
    }

    /** The transport as it is shipped, but for its version. */
    private Path version(String version) throws IOException {
        Path jar = folder.resolve("tcp-" + version + ".jar");
        try (InputStream file = Files.newInputStream(Distribution.bundle(TCP));
                JarInputStream in = new JarInputStream(file)) {
            Manifest manifest = in.getManifest();
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (OutputStream to = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(to, manifest)) {
                for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }
}
