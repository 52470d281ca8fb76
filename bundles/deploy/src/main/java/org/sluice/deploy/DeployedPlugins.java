package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sluice.deploy.Found.Unfit;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Change;
import org.sluice.plugin.Change.Install;
import org.sluice.plugin.Change.Remove;
import org.sluice.plugin.Change.Update;
import org.sluice.plugin.Plan;
import org.sluice.plugin.Plugin;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.PluginException.Reason;
import org.sluice.plugin.Plugins;

/** The plugins, for whoever asks, one at a time. */
final class DeployedPlugins implements Plugins {

    private final Deployment deployment;
    private final Planning planning;
    private final Stock stock;

    DeployedPlugins(Deployment deployment, Planning planning, Stock stock) {
        this.deployment = deployment;
        this.planning = planning;
        this.stock = stock;
    }

    @Override
    public List<Plugin> list() {
        synchronized (deployment) {
            return new Listing(stock).lines();
        }
    }

    @Override
    public Plan plan(Change change) throws PluginException {
        synchronized (deployment) {
            return switch (change) {
                case Install(Path jar) -> plan(fresh(jar));
                case Update(Path jar) -> plan(known(jar));
                case Remove(String name) -> planning.planEnd(known(name));
            };
        }
    }

    @Override
    public Plan apply(Change change) throws PluginException, InterruptedException {
        synchronized (deployment) {
            return switch (change) {
                case Install(Path jar) -> put(fresh(jar), jar);
                case Update(Path jar) -> put(known(jar), jar);
                case Remove(String name) -> end(known(name));
            };
        }
    }

    private Whole fresh(Path jar) throws PluginException {
        Whole whole = whole(jar);
        if (stock.has(whole.name())) {
            throw new PluginException(
                    Reason.USAGE, whole.name() + " is there already: \"sluice plugin update " + jar + "\"");
        }
        return whole;
    }

    private Whole known(Path jar) throws PluginException {
        Whole whole = whole(jar);
        known(whole.name());
        return whole;
    }

    private String known(String name) throws PluginException {
        if (!stock.has(name)) {
            throw new PluginException(Reason.USAGE, "there is no plugin " + name + ": \"sluice plugin list\"");
        }
        return name;
    }

    private Whole whole(Path jar) throws PluginException {
        if (!Files.isRegularFile(jar)) {
            throw new PluginException(Reason.USAGE, "there is no jar " + jar);
        }
        return switch (deployment.inspect(jar)) {
            case Whole whole -> whole;
            case Unfit unfit -> throw new PluginException(Reason.UNFIT, jar + ": " + unfit.reason());
        };
    }

    private Plan plan(Whole jar) throws PluginException {
        try {
            return planning.plan(jar);
        } catch (IOException e) {
            throw new PluginException(Reason.FILE_IO, "looking at the plugins' folder: " + e, e);
        }
    }

    private Plan put(Whole jar, Path from) throws PluginException, InterruptedException {
        Plan plan = plan(jar);
        requireAllowed(plan);
        try {
            deployment.put(jar, file(jar, from));
        } catch (IOException e) {
            throw new PluginException(Reason.FILE_IO, "putting it into the plugins' folder: " + e, e);
        }
        return plan;
    }

    /** The name its file has, unless that is another plugin's, or none that is looked at. */
    private String file(Whole jar, Path from) {
        String name = from.toAbsolutePath().getFileName().toString();
        boolean free =
                !stock.entries().containsKey(name) || stock.files(jar.name()).contains(name);
        return free && name.matches("[^.].*\\.jar") ? name : jar.name() + "-" + jar.version() + ".jar";
    }

    private Plan end(String name) throws PluginException, InterruptedException {
        Plan plan = planning.planEnd(name);
        requireAllowed(plan);
        try {
            deployment.end(name);
        } catch (IOException e) {
            throw new PluginException(Reason.FILE_IO, "taking it out of the plugins' folder: " + e, e);
        }
        return plan;
    }

    private static void requireAllowed(Plan plan) throws PluginException {
        if (plan.refusal().isPresent()) {
            throw new PluginException(
                    Reason.REFUSED, plan.name() + ": " + plan.refusal().get());
        }
    }
}
