package org.sluice.plugin;

import java.util.Optional;

/**
 * A jar in {@code deploy/}, or a plugin that outlived its jar.
 *
 * @param file name of the jar
 * @param name symbolic name; empty as long as the jar cannot be read
 * @param version its version, as long as it is known
 * @param state what has become of it
 * @param reason why, a clause for people; may be empty when it is active
 * @param jar what vouches for it, as long as it can be read
 */
public record Plugin(String file, String name, String version, State state, String reason, Optional<Jar> jar) {

    /** What has become of a jar. */
    public enum State {
        /** It runs. */
        ACTIVE,
        /** Its start, or what ended the version before it, has not come to an end yet. */
        STARTING,
        /** It is no whole jar, perhaps not yet. */
        WAITING,
        /** Another jar of the same name is in its place. */
        SUPERSEDED,
        /** It must not start: trust, who may write to it, or what would be restarted. */
        REFUSED,
        /** It cannot be used, or did not start. */
        FAILED,
        /** Somebody stopped or uninstalled it in the interactive shell. */
        STOPPED
    }
}
