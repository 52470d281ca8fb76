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
        Commands.run(List.of(sluice.toString(), "peer", "show"), environment);
        ProcessBuilder show = new ProcessBuilder(sluice.toString(), "peer", "show");
        show.environment().putAll(environment);
        String shown = new String(show.start().getInputStream().readAllBytes());
        String fingerprint = shown.replaceFirst("(?s).*fingerprint\\s+([0-9a-f]{64}).*", "$1");
        Commands.run(List.of(sluice.toString(), "peer", "trust", fingerprint), environment);
        ProcessBuilder serve = new ProcessBuilder(
                Commands.line(before, List.of(sluice.toString(), "serve", "--listen", listen, "--share", share)));
        serve.environment().putAll(environment);
        return serve.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
