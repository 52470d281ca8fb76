package org.sluice.shell.verb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.plugin.Plugins;
import org.sluice.transfer.Change;
import org.sluice.transfer.Chunks;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.Jobs;
import org.sluice.transfer.ListedEntry;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.PeerTerms;
import org.sluice.transfer.Peers;
import org.sluice.transfer.Phase;
import org.sluice.transfer.Problem;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Share;
import org.sluice.transfer.Shares;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import org.sluice.transfer.TransferService;
import org.sluice.transfer.TransferStatus;

/** Services that write down what they are asked, and answer what the test wants. */
final class Fakes implements Services, TransferService, Peers, Shares, ServeService, Inventory {

    static final String OURS = "ab".repeat(32);
    static final String THEIRS = "cd".repeat(32);

    final List<String> calls = new ArrayList<>();
    final List<KnownPeer> trusted = new ArrayList<>();
    final List<Share> shares = new ArrayList<>();
    final List<ListedEntry> entries = new ArrayList<>();
    final List<ProviderReport> providers = new ArrayList<>();
    Optional<String> preferred = Optional.empty();
    final List<Measured> measured = new ArrayList<>();
    final CountDownLatch serving = new CountDownLatch(1);
    final PluginsFake plugins = new PluginsFake();
    Jobs jobs = new JobsFake(List.of(), List.of());
    Path distribution = Path.of("/opt/sluice");
    TransferResult result = result(new Counts(2, 1, 0, 0, 0, 0, 0, 1500, 0));
    PeerTerms terms = new PeerTerms(
            new PeerTerms.Speaker("sluice 2", 1, 2),
            new PeerTerms.Speaker("sluice 1", 1, 1),
            1,
            Map.of("hasher", "blake3", "compressor", "zstd"),
            List.of("chunks", "join"),
            Optional.of(4 << 20),
            16,
            List.of(
                    new PeerTerms.Reach("tcp", true, "tcp+tls"),
                    new PeerTerms.Reach("quic", false, "no answer within 10 s")),
            List.of("no beside at the peer: transports are not compared"));
    Comparison comparison = new Comparison(3, 2, 1500, 0, List.of());

    final List<Change> changes = new ArrayList<>();
    Optional<String> stuck = Optional.empty();
    Optional<String> decided = Optional.empty();
    /** The last that were given for local work. */
    TransferOptions options = TransferOptions.DEFAULTS;

    @Nullable
    TransferException failure;
    /** Whether a transfer lasts until it is cancelled. */
    boolean endless;

    static TransferResult result(Counts counts, Problem... problems) {
        return new TransferResult(counts, List.of(problems), "tcp+tls x4, io-linux", Duration.ofMillis(500));
    }

    private final class Started implements Transfer {

        @Override
        public String id() {
            return "1";
        }

        @Override
        public TransferStatus status() {
            return new TransferStatus(Phase.COPYING, 0, 0, 0, 0, false, List.of());
        }

        @Override
        public TransferResult await() throws TransferException, InterruptedException {
            if (endless) {
                new CountDownLatch(1).await();
            }
            fail();
            return result;
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private void fail() throws TransferException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public Transfer copy(
            List<LocalPath> sources, LocalPath destination, TransferOptions asked, TransferListener listener) {
        return local("copy " + sources + " " + destination, asked, listener);
    }

    @Override
    public Transfer mirror(
            List<LocalPath> sources, LocalPath destination, TransferOptions asked, TransferListener listener) {
        return local("mirror " + sources + " " + destination, asked, listener);
    }

    @Override
    public Transfer move(
            List<LocalPath> sources, LocalPath destination, TransferOptions asked, TransferListener listener) {
        return local("move " + sources + " " + destination, asked, listener);
    }

    @Override
    public Transfer undo(LocalPath destination, boolean dryRun, TransferListener listener) {
        return local("undo " + destination, TransferOptions.DEFAULTS.withDryRun(dryRun), listener);
    }

    private Transfer local(String call, TransferOptions asked, TransferListener listener) {
        calls.add(call);
        options = asked;
        changes.stream()
                .filter(change -> listener.unchangedToo() || !change.unchanged())
                .filter(change -> listener.changesToo())
                .forEach(listener::changed);
        stuck.ifPresent(listener::stuck);
        return new Started();
    }

    @Override
    public Transfer push(
            List<LocalPath> sources, Location destination, TransferOptions options, TransferListener listener) {
        this.options = options;
        calls.add("push " + sources + " " + destination + " " + options.trusted());
        decided.ifPresent(listener::decided);
        return new Started();
    }

    @Override
    public Transfer pull(Location source, LocalPath destination, TransferOptions options, TransferListener listener) {
        this.options = options;
        calls.add("pull " + source + " " + destination + " " + options.trusted());
        decided.ifPresent(listener::decided);
        return new Started();
    }

    @Override
    public PeerTerms terms(String peer, TransferOptions options) throws TransferException {
        calls.add("terms " + peer + " " + options.trusted());
        fail();
        return terms;
    }

    @Override
    public void list(Location location, TransferOptions options, Consumer<ListedEntry> found) throws TransferException {
        calls.add("list " + location + " " + options.trusted());
        fail();
        entries.forEach(found);
    }

    @Override
    public Comparison verify(
            LocalPath ours,
            Location theirs,
            boolean theirsIsSource,
            TransferOptions chosen,
            ComparisonListener listener)
            throws TransferException {
        calls.add("verify " + ours.path() + (theirsIsSource ? " against " : " with ") + theirs);
        if (failure != null) {
            throw failure;
        }
        return comparison;
    }

    @Override
    public Comparison verify(
            LocalPath source, LocalPath destination, TransferOptions asked, ComparisonListener listener)
            throws TransferException {
        calls.add("verify " + source + " " + destination);
        options = asked;
        fail();
        comparison.sample().stream()
                .filter(difference -> listener.sameToo() || difference.sign() != '=')
                .forEach(listener::compared);
        return comparison;
    }

    @Override
    public KnownPeer self() {
        return new KnownPeer("me", OURS, false);
    }

    @Override
    public List<KnownPeer> trusted() {
        return trusted;
    }

    @Override
    public KnownPeer trust(String fingerprint, Optional<String> name, boolean clear) {
        KnownPeer peer = new KnownPeer(name.orElse(fingerprint.substring(0, 8)), fingerprint, clear);
        trusted.add(peer);
        return peer;
    }

    @Override
    public boolean forget(String nameOrFingerprint) {
        return trusted.removeIf(peer -> peer.name().equals(nameOrFingerprint));
    }

    @Override
    public void add(Share share) {
        shares.add(share);
    }

    @Override
    public List<Share> list() {
        return shares;
    }

    @Override
    public boolean remove(String name) {
        return shares.removeIf(share -> share.name().equals(name));
    }

    @Override
    public Serving serve(String listen, List<Share> offered, Set<String> trustedToo) throws TransferException {
        calls.add("serve " + listen + " " + offered + " " + trustedToo);
        fail();
        serving.countDown();
        return new Serving() {
            @Override
            public String address() {
                return "127.0.0.1:40000";
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
    }

    @Override
    public List<ProviderReport> providers() {
        return providers;
    }

    @Override
    public List<Measured> measured() {
        return measured;
    }

    @Override
    public void preferTransport(Optional<String> scheme) {
        preferred = scheme;
    }

    @Override
    public TransferService transfers() {
        return this;
    }

    @Override
    public Peers peers() {
        return this;
    }

    @Override
    public Shares shares() {
        return this;
    }

    @Override
    public ServeService serving() {
        return this;
    }

    /** What is said of chunks. */
    private static final class SomeChunks implements Chunks {
        @Override
        public Held held() {
            return new Held(3, 1200, 1_000_000, 45_056, 1, 4_194_304, 4_294_967_296L);
        }

        @Override
        public Collected collect() {
            return new Collected(2, 4_194_304, 1_000);
        }

        @Override
        public Checked verify() {
            return new Checked(3, 1, 2, 0);
        }
    }

    @Override
    public Chunks chunks() {
        return new SomeChunks();
    }

    @Override
    public Jobs jobs() {
        return jobs;
    }

    @Override
    public Inventory inventory() {
        return this;
    }

    @Override
    public Plugins plugins() {
        return plugins;
    }

    @Override
    public Path distribution() {
        return distribution;
    }

    @Override
    public String version() {
        return "0.1.0";
    }
}
