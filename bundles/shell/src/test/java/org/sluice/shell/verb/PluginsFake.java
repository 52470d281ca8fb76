package org.sluice.shell.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.plugin.Change;
import org.sluice.plugin.Plan;
import org.sluice.plugin.Plugin;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.PluginException.Reason;
import org.sluice.plugin.Plugins;

/** Plugins that write down what is asked of them. */
final class PluginsFake implements Plugins {

    final List<String> calls = new ArrayList<>();
    final List<Plugin> plugins = new ArrayList<>();
    Plan plan = new Plan(
            "org.example.a", Optional.of("1.0.0"), Optional.of("2.0.0"), Optional.empty(), List.of(), Optional.empty());

    @Override
    public List<Plugin> list() {
        return plugins;
    }

    @Override
    public Plan plan(Change change) {
        calls.add("plan " + change);
        return plan;
    }

    @Override
    public Plan apply(Change change) throws PluginException {
        calls.add("apply " + change);
        if (plan.refusal().isPresent()) {
            throw new PluginException(Reason.REFUSED, plan.refusal().get());
        }
        return plan;
    }
}
