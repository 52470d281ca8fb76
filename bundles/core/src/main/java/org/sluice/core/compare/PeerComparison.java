package org.sluice.core.compare;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.sluice.chunk.Hasher;
import org.sluice.core.fill.Verification;
import org.sluice.core.select.Rules;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.Link;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Unreadable;
import org.sluice.data.BufferPool;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.IoBackend;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.Counts;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;

/**
 * Compares a local tree with one at a peer, by what the peer says of it: entries, and hashes of the chunks of files. No
 * content travels. The peer is a sender from whom nothing is wanted.
 */
public final class PeerComparison {

    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Link link;
    private final Side side;
    private final boolean theirsIsSource;
    private final TransferOptions options;
    private final Taking taking;
    private final Findings findings;
    private final Verification verification;
    private final Chunking chunking;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8),
            Thread.ofPlatform().daemon().name("sluice-verify-", 0).factory());
    private final Map<Long, PeerFile> awaited = new HashMap<>();
    private final Set<RelPath> theirs = new HashSet<>();
    private final Set<RelPath> missing = new HashSet<>();
    private long lastId;

    private PeerComparison(
            Link link,
            Side side,
            boolean theirsIsSource,
            Taking taking,
            Verification verification,
            Chunking chunking,
            TransferOptions options,
            ComparisonListener listener) {
        this.link = link;
        this.side = side;
        this.theirsIsSource = theirsIsSource;
        this.taking = taking;
        this.verification = verification;
        this.chunking = chunking;
        this.options = options;
        this.findings = new Findings(listener);
    }

    /**
     * Compares what lies at a local path with the tree that a peer is about to say.
     *
     * @param theirsIsSource whether the peer's tree is the source
     */
    public static Comparison compare(
            Link link,
            IoBackend backend,
            Path local,
            boolean theirsIsSource,
            Hasher hasher,
            Chunking chunking,
            BufferPool buffers,
            TransferOptions options,
            ComparisonListener listener)
            throws IOException, InterruptedException, TransferException {
        Rules rules = Rules.of(options.selection(), options.deleting().excluded());
        try (Side side = Side.open(backend, local)) {
            side.first();
            PeerComparison comparison = new PeerComparison(
                    link,
                    side,
                    theirsIsSource,
                    new Taking(rules, side.root().directory()),
                    new Verification(hasher, buffers),
                    chunking,
                    options,
                    listener);
            try {
                comparison.run();
            } finally {
                comparison.workers.shutdownNow();
                comparison.workers.awaitTermination(1, TimeUnit.MINUTES);
            }
            return comparison.findings.comparison();
        }
    }

    private void run() throws IOException, InterruptedException, TransferException {
        boolean ended = false;
        while (!ended || !awaited.isEmpty()) {
            switch (link.next().orElseThrow(() -> new EOFException("the peer has left"))) {
                case Message.Entries entries -> look(entries.entries());
                case Message.Problems problems -> problems.problems().forEach(this::unknown);
                case Message.ManifestEnd end -> ended = true;
                case Message.ManifestResponse response -> hashes(response);
                case Message.Missing missing -> lacks(missing);
                case Message.Ping ping -> {}
                case Message.Failure failure ->
                    throw new TransferException(failure.reason(), "the peer says: " + failure.message());
                case Message other ->
                    throw new ProtocolException(
                            "a sender does not send " + other.getClass().getSimpleName() + " here");
            }
        }
        workers.shutdown();
        while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
            // Large files take their time.
        }
        lookForMore(RelPath.ROOT);
        link.post(new Message.WantEnd());
        link.post(new Message.Done(NOTHING, List.of(), ""));
    }

    private void look(List<ManifestEntry> entries) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (ManifestEntry entry : entries) {
            if (entry.id() <= lastId) {
                throw new ProtocolException("entry " + entry.id() + " does not follow entry " + lastId);
            }
            lastId = entry.id();
            look(entry, ids);
        }
        if (!ids.isEmpty()) {
            link.post(new Message.RequestManifest(ids));
        }
    }

    private void look(ManifestEntry entry, List<Long> ids) throws IOException {
        // A single file is compared with a single file, whatever their names.
        RelPath path = side.start().isRoot() ? entry.path() : RelPath.ROOT;
        boolean directory = entry.kind() == EntryKind.DIRECTORY;
        if (theirsIsSource && !taking.isSent(path, directory) || !theirs.add(path)) {
            return;
        }
        if (!path.isRoot() && missing.contains(path.parent())) {
            missing.add(path);
            return;
        }
        Optional<Entry> ours = side.root().find(side.at(path));
        if (ours.isEmpty() || !theirsIsSource && !taking.isSent(path, ours.get().isDirectory())) {
            missing.add(path);
            if (theirsIsSource || taking.isExtra(path, directory)) {
                findings.differs(theirsIsSource ? '+' : '-', path, "only in the " + name(theirsIsSource));
            }
            return;
        }
        if (ours.get().kind() != entry.kind()) {
            findings.differs('*', path, inOrder(ours.get().kind(), entry.kind()));
            return;
        }
        if (directory) {
            taking.enter(path);
        }
        List<String> ways = ways(ours.get(), entry);
        if (entry.kind() == EntryKind.FILE && ours.get().size() == entry.size() && entry.size() > 0) {
            ids.add(entry.id());
            awaited.put(entry.id(), new PeerFile(side, path, entry, ways, findings, verification, chunking));
        } else {
            if (entry.kind() == EntryKind.FILE) {
                findings.content(0);
            }
            findings.compared(path, ways);
        }
    }

    private List<String> ways(Entry ours, ManifestEntry entry) throws IOException {
        List<String> ways = new ArrayList<>();
        if (entry.kind() == EntryKind.FILE && ours.size() != entry.size()) {
            ways.add("size " + inOrder(ours.size(), entry.size()));
        }
        if (entry.kind() == EntryKind.SYMLINK && !Arrays.equals(side.root().readLink(ours.path()), entry.target())) {
            ways.add("link target");
        }
        Metadata here = theirsIsSource ? entry.metadata() : ours.metadata();
        Metadata there = theirsIsSource ? ours.metadata() : entry.metadata();
        Ways.compareMetadata(options, here, there, ways);
        return ways;
    }

    private String inOrder(Object ours, Object peers) {
        return theirsIsSource ? peers + " != " + ours : ours + " != " + peers;
    }

    private static String name(boolean source) {
        return source ? "source" : "destination";
    }

    private void unknown(EntryProblem problem) {
        PeerFile file = awaited.remove(problem.id());
        RelPath path = file == null ? problem.path() : file.path();
        if (file == null || file.giveUp()) {
            theirs.add(path);
            findings.differs('*', path, "cannot be compared: " + problem.reason());
        }
    }

    /** When no chunks are named, Problems says what is to be said. */
    private void lacks(Message.Missing missing) throws ProtocolException {
        if (missing.numbers().isEmpty()) {
            return;
        }
        PeerFile file = awaited(missing.id());
        if (file.giveUp()) {
            findings.differs('*', file.path(), "cannot be compared: " + Unreadable.CHANGED);
        }
        if (file.lack(missing)) {
            awaited.remove(missing.id());
        }
    }

    private PeerFile awaited(long id) throws ProtocolException {
        PeerFile file = awaited.get(id);
        if (file == null) {
            throw new ProtocolException("the hashes of entry " + id + " were not asked for");
        }
        return file;
    }

    private void hashes(Message.ManifestResponse response) throws ProtocolException {
        PeerFile file = awaited(response.id());
        if (file.come(response)) {
            awaited.remove(response.id());
        }
        workers.execute(() -> file.compare(response));
    }

    /** What lies here only. */
    private void lookForMore(RelPath directory) throws IOException {
        if (side.root().find(side.at(directory)).filter(Entry::isDirectory).isEmpty()) {
            return;
        }
        Map<RelPath, IOException> unreadable = new TreeMap<>();
        for (Entry entry : side.list(directory, unreadable).values()) {
            RelPath path = entry.path().below(side.start());
            if (!theirs.contains(path)) {
                if (theirsIsSource
                        ? !taking.isExtra(path, entry.isDirectory())
                        : !taking.isSent(path, entry.isDirectory())) {
                    continue;
                }
                findings.differs(theirsIsSource ? '-' : '+', path, "only in the " + name(!theirsIsSource));
            } else if (entry.isDirectory() && taking.hasEntered(path)) {
                lookForMore(path);
            }
        }
        unreadable.forEach((path, cause) -> findings.differs('*', path, "cannot be looked at: " + IoReason.of(cause)));
    }
}
