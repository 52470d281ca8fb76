package org.sluice.deploy;

import java.nio.file.Path;
import java.util.Set;
import org.osgi.framework.Version;
import org.sluice.plugin.Plugin.State;

/** What a look at a jar has shown. */
sealed interface Found {

    /**
     * A bundle, whole.
     *
     * @param copy our own, that nobody else can write to: what was looked at, and what will run
     * @param digest SHA-256 of it, in lower-case hexadecimal digits
     * @param signers SHA-256 of the certificates each of which signed all of it
     */
    record Whole(Path copy, Headers headers, String digest, Set<String> signers) implements Found {

        String name() {
            return headers.name();
        }

        Version version() {
            return headers.version();
        }
    }

    /**
     * Nothing that could run.
     *
     * @param state waiting, refused or failed
     * @param reason a clause
     */
    record Unfit(State state, String reason) implements Found {}
}
