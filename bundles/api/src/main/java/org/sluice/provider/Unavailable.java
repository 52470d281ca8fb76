package org.sluice.provider;

import java.util.Objects;

/**
 * Registered as a service by a bundle whose provider cannot serve on this machine, so that people are told why the
 * faster way is not taken.
 *
 * @param kind what it would have provided: {@code backend}, {@code transport}, {@code hasher}, ...
 * @param name the provider's name, as it would have been shown if available
 * @param reason one clause for people: "openat2 is not there (ENOSYS): Linux 5.6 or later is needed"
 */
public record Unavailable(String kind, String name, String reason) {

    public Unavailable {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(reason);
    }
}
