package org.sluice.plugin;

import java.util.List;
import java.util.Optional;

/**
 * What a change does.
 *
 * @param name symbolic name of the plugin
 * @param before the version that is there now
 * @param after the version that is there then; of a plugin in the place of a bundle of the distribution that is
 *     removed, the distribution's
 * @param jar the jar that was looked at; empty when one is removed
 * @param restarted symbolic names of the other bundles that are restarted with it
 * @param refusal why it is not done, and what to do: a sentence; empty when nothing is against it
 */
public record Plan(
        String name,
        Optional<String> before,
        Optional<String> after,
        Optional<Jar> jar,
        List<String> restarted,
        Optional<String> refusal) {

    /** Copies. */
    public Plan {
        restarted = List.copyOf(restarted);
    }
}
