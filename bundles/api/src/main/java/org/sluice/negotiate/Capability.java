package org.sluice.negotiate;

import java.util.Map;

/**
 * One ability that a peer offers, by name. Names are lower case with dots, the owner's reversed domain first for third
 * parties: {@code resume}, {@code com.example.rdma}.
 *
 * @param name what it is called; unknown names are ignored
 * @param parameters what goes with it; unknown keys are ignored
 */
public record Capability(String name, Map<String, String> parameters) {

    public Capability {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a capability needs a name");
        }
        parameters = Map.copyOf(parameters);
    }
}
