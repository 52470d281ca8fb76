package org.sluice.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Plugin.State;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.PluginException.Reason;

/**
 * A plugin in the framework: a bundle of its own, or one of the distribution that has other content meanwhile. What of it
 * is started, replaced or taken away ends within a time, or goes on without anybody waiting for it.
 */
final class Deployed {

    private static final int TRANSIENT = Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY;

    /**
     * Something that has not ended.
     *
     * @param then what runs when it has
     * @param before what ran before
     * @param left whether it goes on without anybody waiting for it
     */
    private record Pending(Attempt attempt, Optional<Whole> then, Optional<Whole> before, boolean left) {}

    private final BundleContext context;
    private final Bundle bundle;
    private final Wiring wiring;
    private final Copies copies;
    private final Patience patience;

    /** Where the framework looks for a bundle of our own; empty for one of the distribution. */
    private final Optional<Path> location;

    /** Empty: what the distribution has. */
    private Optional<Whole> content;

    private String file;
    private boolean wanted = true;
    private volatile Optional<Pending> pending = Optional.empty();

    /** What did not start in the background. */
    private Optional<Whole> failed = Optional.empty();

    private Optional<String> stays = Optional.empty();
    private final Optional<Version> original;

    private Deployed(
            BundleContext context,
            Bundle bundle,
            Wiring wiring,
            Copies copies,
            Patience patience,
            Optional<Path> location,
            Optional<Whole> content,
            String file) {
        this.context = context;
        this.bundle = bundle;
        this.wiring = wiring;
        this.copies = copies;
        this.patience = patience;
        this.location = location;
        this.content = content;
        this.file = file;
        original = location.isPresent() ? Optional.empty() : Optional.of(bundle.getVersion());
    }

    /** Installs a bundle that was not there. It does not start yet. */
    static Deployed install(
            BundleContext context, Wiring wiring, Copies copies, Patience patience, Whole jar, String file)
            throws PluginException {
        try {
            Path location = copies.next();
            copies.name(jar.copy(), location);
            Bundle bundle = context.installBundle("reference:" + location.toUri());
            return new Deployed(
                    context, bundle, wiring, copies, patience, Optional.of(location), Optional.of(jar), file);
        } catch (IOException | BundleException e) {
            throw unfit("it cannot be installed: " + told(e), e);
        }
    }

    /** A bundle of the distribution, about to be replaced. */
    static Deployed inPlaceOf(
            BundleContext context, Bundle bundle, Wiring wiring, Copies copies, Patience patience, String file) {
        return new Deployed(context, bundle, wiring, copies, patience, Optional.empty(), Optional.empty(), file);
    }

    Bundle bundle() {
        return bundle;
    }

    Optional<Whole> content() {
        return content;
    }

    /** The copies that must stay. */
    Stream<Path> copies() {
        Stream<Whole> all = Stream.concat(
                content.stream(), pending.stream().flatMap(p -> Stream.concat(p.then().stream(), p.before().stream())));
        return Stream.concat(location.stream(), all.map(Whole::copy));
    }

    String file() {
        return file;
    }

    void isIn(String jar) {
        file = jar;
    }

    boolean isOwn() {
        return location.isPresent();
    }

    /** Starts what was installed and resolved. */
    void bringUp() throws PluginException, InterruptedException {
        Optional<Bundle> host =
                content.flatMap(jar -> jar.headers().host()).flatMap(need -> wiring.bundle(need.name()));
        if (host.isPresent()) {
            wiring.refresh(List.of(host.get()));
        }
        requireResolved();
        start(Optional.empty());
    }

    private void requireResolved() throws PluginException {
        if (bundle.getState() == Bundle.INSTALLED && !wiring.resolve(List.of(bundle))) {
            List<String> missing =
                    content.map(jar -> wiring.missing(jar, Optional.empty())).orElse(List.of());
            throw unfit("it lacks " + (missing.isEmpty() ? whyUnresolved() : String.join(", ", missing)));
        }
    }

    /** A bundle that is not resolved does not start, and says why. */
    private String whyUnresolved() {
        try {
            bundle.start(TRANSIENT);
            return "nothing";
        } catch (BundleException e) {
            return told(e);
        }
    }

    private void start(Optional<Whole> before) throws PluginException, InterruptedException {
        if (Wiring.isFragment(bundle)) {
            return;
        }
        Attempt starting = Attempt.start("start of " + bundle.getSymbolicName(), () -> {
            bundle.start(TRANSIENT);
            Services.make(bundle, context);
        });
        if (!ends(starting, patience.start(), before) && !endsWhenAsked(starting, before)) {
            return;
        }
        if (starting.failure().isPresent()) {
            throw unfit(
                    "it does not start: " + told(starting.failure().get()),
                    starting.failure().get());
        }
    }

    /**
     * An activator may take its time. But a service that is there already and does not come to be would hold up whoever
     * asks for it, core first.
     */
    private boolean endsWhenAsked(Attempt starting, Optional<Whole> before) throws InterruptedException {
        if (bundle.getState() != Bundle.ACTIVE) {
            return false;
        }
        starting.interrupt();
        if (ends(starting, patience.start(), before)) {
            return true;
        }
        Attempt.start("end of " + bundle.getSymbolicName(), () -> bundle.stop(Bundle.STOP_TRANSIENT))
                .endsWithin(patience.stop());
        return false;
    }

    private boolean ends(Attempt attempt, Duration time, Optional<Whole> before) throws InterruptedException {
        pending = Optional.of(new Pending(attempt, content, before, false));
        boolean ended = attempt.endsWithin(time);
        pending = ended ? Optional.empty() : Optional.of(new Pending(attempt, content, before, true));
        return ended;
    }

    /** Puts another content in the place of what runs. When that does not run, what ran before does again. */
    void replace(Whole jar, String from) throws PluginException, InterruptedException {
        Optional<Whole> before = content;
        wanted = isRunning();
        List<Bundle> others = wiring.closure(bundle).stream()
                .filter(other -> !other.equals(bundle) && other.getState() == Bundle.ACTIVE)
                .toList();
        try {
            exchange(Optional.of(jar), before);
            requireResolved();
            if (wanted) {
                start(before);
            }
            requireActive(others);
            if (location.isPresent()) {
                copies.name(jar.copy(), location.get());
            }
            file = from;
        } catch (PluginException e) {
            rollBack(before, others);
            throw e;
        } catch (IOException e) {
            rollBack(before, others);
            throw unfit("it cannot be kept: " + e, e);
        }
    }

    private static void requireActive(List<Bundle> others) throws PluginException {
        for (Bundle other : others) {
            if (other.getState() != Bundle.ACTIVE) {
                throw unfit(other.getSymbolicName() + ", which needs it, does not run with it");
            }
        }
    }

    /** Unless something of the plugin has not ended: nothing can be done with it then. */
    private void rollBack(Optional<Whole> before, List<Bundle> others) throws PluginException, InterruptedException {
        if (pending.isEmpty()) {
            exchange(before, before);
            requireResolved();
            if (wanted) {
                start(before);
            }
            for (Bundle other : others) {
                Attempt.start("start of " + other.getSymbolicName(), () -> other.start(TRANSIENT))
                        .endsWithin(patience.start());
            }
        }
    }

    private void exchange(Optional<Whole> jar, Optional<Whole> before) throws PluginException, InterruptedException {
        content = jar;
        Attempt exchange = Attempt.start("update of " + bundle.getSymbolicName(), () -> {
            bundle.stop(Bundle.STOP_TRANSIENT);
            if (jar.isPresent()) {
                try (InputStream in = Files.newInputStream(jar.get().copy())) {
                    bundle.update(in);
                }
            } else {
                bundle.update();
            }
            wiring.refresh(List.of(bundle));
        });
        if (!ends(exchange, patience.stop(), before)) {
            throw unfit("the version before it does not stop; once it has, this one takes its place");
        }
        if (exchange.failure().isPresent()) {
            throw unfit(
                    "it cannot be updated: " + told(exchange.failure().get()),
                    exchange.failure().get());
        }
    }

    /** What of it goes on in the background. */
    boolean isBusy() {
        return pending.isPresent() && !pending.get().attempt().hasEnded();
    }

    /** Sees to what went on in the background and has ended. */
    void catchUp() throws PluginException, InterruptedException {
        if (pending.isEmpty() || isBusy()) {
            return;
        }
        Pending ended = pending.get();
        pending = Optional.empty();
        Optional<Throwable> failure = ended.attempt().failure();
        if (failure.isPresent()) {
            failed = ended.then();
            if (ended.before().isPresent() || !isOwn()) {
                rollBack(ended.before(), List.of());
            }
            throw unfit("it does not start: " + told(failure.get()), failure.get());
        }
        if (wanted && bundle.getState() != Bundle.UNINSTALLED && !isRunning()) {
            start(ended.before());
        }
    }

    /** Takes it away; a bundle of the distribution has its own content again. */
    void remove() throws PluginException, InterruptedException {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return;
        }
        if (!isOwn()) {
            wanted = isRunning();
            exchange(Optional.empty(), Optional.empty());
            if (wanted) {
                start(Optional.empty());
            }
            return;
        }
        Attempt removal = Attempt.start("end of " + bundle.getSymbolicName(), () -> {
            bundle.uninstall();
            wiring.refresh(List.of(bundle));
        });
        if (!ends(removal, patience.stop(), content)) {
            throw unfit("it does not stop; once it has, it goes");
        }
        if (removal.failure().isPresent()) {
            throw unfit(
                    "it cannot be taken away: " + told(removal.failure().get()),
                    removal.failure().get());
        }
    }

    /** Asks what nobody waits for to end; any thread may. */
    void interrupt() {
        pending.filter(Pending::left).ifPresent(p -> p.attempt().interrupt());
    }

    /** Whether this is what runs, or was to. */
    boolean isAbout(Whole jar) {
        return failed.map(Whole::digest).equals(Optional.of(jar.digest()));
    }

    /** Whether it is a bundle of the distribution with the distribution's content. */
    boolean isAsItWas() {
        return !isOwn() && content.isEmpty() && pending.isEmpty();
    }

    /** The version of the distribution's own. */
    Optional<Version> original() {
        return original;
    }

    /** Its jar has gone, but it must not; whether that is new. */
    boolean stays(String why) {
        boolean anew = !stays.equals(Optional.of(why));
        stays = Optional.of(why);
        return anew;
    }

    boolean isRunning() {
        int state = bundle.getState();
        return state == Bundle.ACTIVE || state == Bundle.STARTING;
    }

    State state() {
        if (isBusy()) {
            return State.STARTING;
        }
        boolean up = Wiring.isFragment(bundle) ? bundle.getState() == Bundle.RESOLVED : isRunning();
        return up ? State.ACTIVE : State.STOPPED;
    }

    /** Why it is in that state, a clause. */
    String reason() {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return "uninstalled in the shell; it comes back when its jar changes, or when Sluice starts anew";
        }
        return switch (state()) {
            case STARTING -> "its start, or the end of the version before it, goes on in the background";
            case STOPPED -> "stopped in the shell";
            default ->
                stays.map(why -> "its jar has gone, but it stays: " + why)
                        .orElse(isOwn() ? "" : "in the place of the distribution's " + original.orElseThrow());
        };
    }

    private static PluginException unfit(String message) {
        return new PluginException(Reason.UNFIT, message);
    }

    private static PluginException unfit(String message, Throwable cause) {
        return new PluginException(Reason.UNFIT, message, cause);
    }

    /** The framework's exceptions say where, their causes what. */
    private static String told(Throwable e) {
        Throwable cause = e;
        while (cause instanceof BundleException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof BundleException ? String.valueOf(cause.getMessage()) : cause.toString();
    }
}
