package org.sluice.deploy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.deploy.Entry.Verdict;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Plugin;
import org.sluice.plugin.Plugin.State;

/** The plugins, for people. */
final class Listing {

    private final Stock stock;

    Listing(Stock stock) {
        this.stock = stock;
    }

    /** A line for each jar, and for each plugin without one. */
    List<Plugin> lines() {
        List<Plugin> lines = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Entry entry : stock.entries().values()) {
            Optional<Map.Entry<String, Deployed>> running = stock.deployed().entrySet().stream()
                    .filter(plugin -> plugin.getValue().file().equals(entry.file()))
                    .findFirst();
            running.ifPresent(plugin -> told.add(plugin.getKey()));
            lines.add(running.map(plugin -> line(plugin.getKey(), plugin.getValue(), entry.verdict()))
                    .orElseGet(() -> line(entry)));
        }
        stock.deployed().forEach((name, plugin) -> {
            if (!told.contains(name)) {
                lines.add(line(name, plugin, Optional.empty()));
            }
        });
        return lines;
    }

    private Plugin line(String name, Deployed plugin, Optional<Verdict> verdict) {
        String why = verdict.map(instead -> "its jar has changed, but is not taken: " + instead.reason())
                .orElseGet(plugin::reason);
        String version = plugin.content().map(jar -> jar.version().toString()).orElse("");
        return new Plugin(
                plugin.file(),
                name,
                version,
                plugin.state(),
                why,
                plugin.content().map(stock.trust()::of));
    }

    private Plugin line(Entry entry) {
        Verdict verdict =
                entry.verdict().orElse(new Verdict(State.STARTING, "it is about to be looked at", Optional.empty()));
        return new Plugin(
                entry.file(),
                entry.whole().map(Whole::name).orElse(""),
                entry.whole().map(jar -> jar.version().toString()).orElse(""),
                verdict.state(),
                verdict.reason(),
                entry.whole().map(stock.trust()::of));
    }
}
