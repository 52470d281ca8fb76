package org.sluice.negotiate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What two peers do, computed by both from the same two offers.
 *
 * @param version protocol version spoken
 * @param names for each kind that both offered, the name chosen
 * @param capabilities abilities that both have, with the parameters that hold for both
 * @param limits what both are willing to bear
 */
public record Agreement(int version, Map<String, String> names, List<Capability> capabilities, Limits limits) {

    public Agreement {
        names = Map.copyOf(names);
        capabilities = List.copyOf(capabilities);
    }

    /** The name chosen for a kind of provider; empty when not both offered the kind. */
    public Optional<String> chosen(String kind) {
        return Optional.ofNullable(names.get(kind));
    }

    /** An agreed ability by its name. */
    public Optional<Capability> capability(String name) {
        return capabilities.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
