package org.sluice.io.linux;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.sluice.io.linux.choice.History;

/** Where the history of choices is: in the folder of all state, found as all of Sluice finds it. */
final class Remembered {

    private static final String FILE = "io-linux.choices";

    private Remembered() {}

    /** None when the environment says {@code SLUICE_DISABLE_PERF_HISTORY=true}. */
    static Optional<History> history(Optional<String> home, Map<String, String> environment) {
        if (said(environment, "SLUICE_DISABLE_PERF_HISTORY")
                .map(Boolean::parseBoolean)
                .orElse(false)) {
            return Optional.empty();
        }
        Path folder = home.or(() -> said(environment, "SLUICE_HOME"))
                .map(Path::of)
                .orElseGet(() -> said(environment, "XDG_STATE_HOME")
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".local", "state"))
                        .resolve("sluice"));
        return Optional.of(new History(folder.resolve(FILE), Clock.systemDefaultZone()));
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
