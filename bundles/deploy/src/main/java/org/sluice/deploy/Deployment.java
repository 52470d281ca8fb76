package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.deploy.Entry.Circumstances;
import org.sluice.deploy.Entry.Verdict;
import org.sluice.deploy.Found.Unfit;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Plugin.State;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.PluginException.Reason;

/** Makes of the framework what lies in {@code deploy/}. One thread at a time. */
final class Deployment {

    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** Plugins that need each other come up in as many rounds as there are, at most. */
    private static final int ROUNDS = 100;

    private final BundleContext context;
    private final Wiring wiring;
    private final Folder folder;
    private final Stock stock;
    private final Planning planning;
    private final Copies copies;
    private final Inspection inspection;
    private final Patience patience;

    private Optional<String> unsafe = Optional.empty();

    Deployment(
            BundleContext context,
            Wiring wiring,
            Folder folder,
            Stock stock,
            Planning planning,
            Copies copies,
            Patience patience) {
        this.context = context;
        this.wiring = wiring;
        this.folder = folder;
        this.stock = stock;
        this.planning = planning;
        this.copies = copies;
        this.inspection = new Inspection(copies);
        this.patience = patience;
    }

    /** Looks at the folder, and brings about what it says. */
    void scan() throws InterruptedException {
        try {
            Optional<String> before = unsafe;
            unsafe = folder.unsafe();
            if (unsafe.isPresent()) {
                if (!unsafe.equals(before)) {
                    LOG.warn("nothing is taken from the plugins' folder any more: {}", unsafe.get());
                }
                return;
            }
            SortedMap<String, Stamp> jars = folder.jars();
            if (jars.isEmpty() && stock.deployed().isEmpty()) {
                stock.entries().clear();
                return;
            }
            planning.readTrust();
            look(jars);
            settle();
            tell();
            copies.keepOnly(stock.used());
        } catch (IOException e) {
            LOG.warn("looking at the plugins in {}: {}", folder.path(), e.toString());
        }
    }

    private void look(SortedMap<String, Stamp> jars) throws IOException {
        stock.entries().keySet().retainAll(jars.keySet());
        for (Map.Entry<String, Stamp> jar : jars.entrySet()) {
            Optional<Entry> known = Optional.ofNullable(stock.entries().get(jar.getKey()));
            if (known.isEmpty() || !known.get().stamp().equals(jar.getValue())) {
                stock.entries().put(jar.getKey(), new Entry(jar.getKey(), jar.getValue(), look(jar.getKey())));
            }
        }
    }

    private Found look(String jar) throws IOException {
        Optional<String> refusal = folder.unsafe(jar);
        return refusal.isPresent() ? new Unfit(State.REFUSED, refusal.get()) : inspection.look(folder.jar(jar));
    }

    /** Round after round, since a plugin may need another. */
    private void settle() throws InterruptedException {
        boolean again = true;
        for (int round = 0; again && round < ROUNDS; round++) {
            again = false;
            List<Entry> placed = new ArrayList<>();
            for (String name : stock.names()) {
                again |= settle(name, placed);
            }
            if (!placed.isEmpty()) {
                bringUp(placed);
                again = true;
            }
        }
    }

    /** @return whether anything was changed, or failed to be */
    private boolean settle(String name, List<Entry> placed) throws InterruptedException {
        Optional<Deployed> current = stock.running(name);
        if (current.isPresent() && !caughtUp(name, current.get())) {
            return false;
        }
        current = stock.running(name);
        Optional<Entry> running = Optional.empty();
        boolean changed = false;
        for (Entry entry : stock.candidates(name, current)) {
            Whole jar = entry.whole().orElseThrow();
            if (running.isPresent()) {
                entry.judge(new Verdict(State.SUPERSEDED, "by " + running.get().file(), Optional.empty()));
            } else if (Stock.runs(jar, current)) {
                current.orElseThrow().isIn(entry.file());
                entry.runs();
                running = Optional.of(entry);
            } else if (!entry.isJudged(circumstances())) {
                changed = true;
                running = tried(entry, jar, placed) ? Optional.of(entry) : Optional.empty();
            }
        }
        if (running.isEmpty() && current.isPresent() && !stock.remains(current.get(), name)) {
            changed |= removed(name, current.get());
        }
        return changed;
    }

    private Circumstances circumstances() {
        return new Circumstances(wiring.state(), stock.trust());
    }

    /** What goes on in the background may have ended, and failed. */
    private boolean caughtUp(String name, Deployed current) throws InterruptedException {
        if (current.isBusy()) {
            if (!stock.remains(current, name)) {
                current.interrupt();
            }
            return false;
        }
        try {
            current.catchUp();
        } catch (PluginException e) {
            // What ran before does again; what did not run before goes.
            for (Entry entry : stock.candidates(name, Optional.of(current))) {
                if (current.isAbout(entry.whole().orElseThrow())) {
                    failed(entry, e, false);
                }
            }
            if (!current.isRunning()) {
                removed(name, current);
            }
        }
        return true;
    }

    private boolean tried(Entry entry, Whole jar, List<Entry> placed) throws InterruptedException {
        try {
            planning.check(jar);
        } catch (PluginException e) {
            failed(entry, e, true);
            return false;
        }
        try {
            if (place(entry.file(), jar)) {
                placed.add(entry);
            }
            entry.runs();
            return true;
        } catch (PluginException e) {
            failed(entry, e, false);
            return false;
        }
    }

    /**
     * Installs it, to be brought up, or puts it in the place of what runs.
     *
     * @return whether it was installed
     */
    private boolean place(String file, Whole jar) throws PluginException, InterruptedException {
        Optional<Bundle> there = wiring.bundle(jar.name());
        if (there.isEmpty()) {
            // Perhaps there was one, which somebody has uninstalled.
            stock.deployed().put(jar.name(), Deployed.install(context, wiring, copies, patience, jar, file));
            return true;
        }
        Deployed current = stock.running(jar.name())
                .orElseGet(() -> Deployed.inPlaceOf(context, there.get(), wiring, copies, patience, file));
        stock.deployed().put(jar.name(), current);
        try {
            current.replace(jar, file);
        } finally {
            if (current.isAsItWas()) {
                stock.deployed().remove(jar.name());
            }
        }
        LOG.info("plugin {} {} has taken the place of the version before it", jar.name(), jar.version());
        return false;
    }

    /** Together: they may need each other. */
    private void bringUp(List<Entry> placed) throws InterruptedException {
        wiring.resolve(placed.stream()
                .map(entry ->
                        stock.deployed().get(entry.whole().orElseThrow().name()).bundle())
                .toList());
        for (Entry entry : placed) {
            Whole jar = entry.whole().orElseThrow();
            boolean resolved = stock.deployed().get(jar.name()).bundle().getState() != Bundle.INSTALLED;
            try {
                bringUp(jar);
            } catch (PluginException e) {
                failed(entry, e, !resolved);
            }
        }
    }

    private void bringUp(Whole jar) throws PluginException, InterruptedException {
        Deployed fresh = stock.deployed().get(jar.name());
        try {
            fresh.bringUp();
            LOG.info("plugin {} {} is there", jar.name(), jar.version());
        } catch (PluginException e) {
            removed(jar.name(), fresh);
            throw e;
        }
    }

    /** @param again whether it may go well when other bundles are there */
    private void failed(Entry entry, PluginException e, boolean again) {
        State state = e.reason() == Reason.REFUSED ? State.REFUSED : State.FAILED;
        entry.judge(new Verdict(state, e.getMessage(), again ? Optional.of(circumstances()) : Optional.empty()));
    }

    private boolean removed(String name, Deployed current) throws InterruptedException {
        Optional<String> refusal = planning.endRefusal(current);
        if (refusal.isPresent()) {
            if (current.stays(refusal.get())) {
                LOG.warn("plugin {} stays, although its jar has gone: {}", name, refusal.get());
            }
            return false;
        }
        try {
            current.remove();
            stock.deployed().remove(name);
            LOG.info("plugin {} has gone", name);
        } catch (PluginException e) {
            LOG.warn("plugin {}: {}", name, e.getMessage());
        }
        return true;
    }

    /** Looks at any jar. */
    Found inspect(Path jar) {
        return inspection.look(jar);
    }

    /** Has it run, and then puts it into the folder in place of all others of its name. */
    void put(Whole jar, String file) throws PluginException, InterruptedException, IOException {
        folder.prepare(jar.copy(), file);
        try {
            if (place(file, jar)) {
                wiring.resolve(List.of(stock.deployed().get(jar.name()).bundle()));
                bringUp(jar);
            }
            folder.publish(file);
        } finally {
            folder.discard(file);
        }
        for (String other : stock.files(jar.name())) {
            if (!other.equals(file)) {
                drop(other);
            }
        }
        stock.entries().put(file, new Entry(file, Stamp.of(folder.jar(file)), jar));
        copies.keepOnly(stock.used());
    }

    /** Takes the jars of a plugin out of the folder, and it out of the framework. */
    void end(String name) throws InterruptedException, IOException {
        for (String file : stock.files(name)) {
            drop(file);
        }
        settle();
        copies.keepOnly(stock.used());
    }

    private void drop(String file) throws IOException {
        folder.remove(file);
        stock.entries().remove(file);
    }

    /** Whether something may soon be otherwise without anybody touching the folder. */
    boolean isRestless() {
        return stock.isRestless();
    }

    /** Takes all of them away. */
    void clear() throws InterruptedException {
        for (Map.Entry<String, Deployed> plugin : List.copyOf(stock.deployed().entrySet())) {
            removed(plugin.getKey(), plugin.getValue());
        }
    }

    private void tell() {
        for (Entry entry : stock.entries().values()) {
            if (entry.tell(patience.copying())) {
                LOG.warn(
                        "plugin {}: {}",
                        entry.file(),
                        entry.verdict().orElseThrow().reason());
            }
        }
    }
}
