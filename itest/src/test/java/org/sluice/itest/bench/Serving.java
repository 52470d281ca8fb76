package org.sluice.itest.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A peer that trusts itself: whoever pushes to it has its state. */
final class Serving {

    private Serving() {}

    /** Starts it; the first line it says names its address. */
    static Process start(Path sluice, Path home, List<String> before, String listen, String share) throws Exception {
        return start(sluice, home, before, listen, share, Map.of());
    }

    /** As the other, with more in its environment. */
    static Process start(
            Path sluice, Path home, List<String> before, String listen, String share, Map<String, String> more)
            throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SLUICE_HOME", home.toString());
        trust(sluice, home, fingerprint(sluice, home));
        ProcessBuilder serve = new ProcessBuilder(
                Commands.line(before, List.of(sluice.toString(), "serve", "--listen", listen, "--share", share)));
        serve.environment().putAll(environment);
        return serve.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Two peers, each with a state of its own, trust each other. */
    static void befriend(Path sluice, Path one, Path other) throws Exception {
        trust(sluice, one, fingerprint(sluice, other));
        trust(sluice, other, fingerprint(sluice, one));
    }

    private static void trust(Path sluice, Path home, String fingerprint) throws Exception {
        Commands.run(List.of(sluice.toString(), "peer", "trust", fingerprint), Map.of("SLUICE_HOME", home.toString()));
    }

    /** That of the peer whose state is there; it is made when there is none. */
    private static String fingerprint(Path sluice, Path home) throws Exception {
        ProcessBuilder show = new ProcessBuilder(sluice.toString(), "peer", "show");
        show.environment().put("SLUICE_HOME", home.toString());
        String shown = new String(show.start().getInputStream().readAllBytes());
        return shown.replaceFirst("(?s).*fingerprint\\s+([0-9a-f]{64}).*", "$1");
    }
}
