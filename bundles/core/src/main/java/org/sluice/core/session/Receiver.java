package org.sluice.core.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.session.Action.Abandon;
import org.sluice.core.session.Action.Fill;
import org.sluice.core.session.Action.Finish;
import org.sluice.core.session.Action.Place;
import org.sluice.core.session.Action.Send;
import org.sluice.core.session.Action.Settle;
import org.sluice.io.EntryKind;
import org.sluice.transfer.Problem.Severity;

/**
 * The receiver's half of a session: decides what is wanted, keeps the score. Pure: told of messages and events by one
 * thread, it answers with what is to be done.
 *
 * <p>Every wanted file ends in exactly one of three ways: it landed, it failed here, or the sender gave it up. When the
 * manifest has ended and no file is left, the session settles. Of a file that is wanted in part the sender says the hashes
 * first; each chunk is then found here, or asked for, so many at a time.
 */
public final class Receiver {

    /** Pings that a reason may come late. */
    private static final long PATIENCE = 2;

    private final String backend;
    private final Chunking chunking;
    private final Map<Long, ManifestEntry> wanted = new HashMap<>();
    private final Map<Long, Long> unexplained = new HashMap<>();
    private final Map<Long, Pieces> pieces = new HashMap<>();
    private final Set<Long> undecided = new HashSet<>();
    private final Requests requests;
    private final Score score = new Score();
    private long pings;
    private long lastId;
    private int placing;
    private boolean manifestEnded;
    private boolean wantEndSent;
    private boolean settling;

    /**
     * A receiver that writes with the backend of this name. Files are cut as was agreed.
     *
     * @param window chunks that are asked for one by one and have not come, at most
     */
    public Receiver(String backend, Chunking chunking, int window) {
        this.backend = backend;
        this.chunking = chunking;
        this.requests = new Requests(window);
    }

    /**
     * A message came.
     *
     * @throws ProtocolException when the sender must not send it, or not now
     */
    public List<Action> on(Message message) throws ProtocolException {
        return switch (message) {
            case Message.Entries entries -> place(entries.entries());
            case Message.ManifestEnd end -> endManifest();
            case Message.Problems problems -> givenUp(problems.problems());
            case Message.ManifestResponse response -> fill(response);
            case Message.Missing missing -> noHashes(missing);
            case Message.Ping ping -> awaitExplanations();
            case Message.Hello m -> throw unexpected(m);
            case Message.Request m -> throw unexpected(m);
            case Message.Accepted m -> throw unexpected(m);
            case Message.Want m -> throw unexpected(m);
            case Message.RequestManifest m -> throw unexpected(m);
            case Message.RequestChunks m -> throw unexpected(m);
            case Message.WantEnd m -> throw unexpected(m);
            case Message.Progress m -> throw unexpected(m);
            case Message.Done m -> throw unexpected(m);
            case Message.ListRequest m -> throw unexpected(m);
            case Message.Listing m -> throw unexpected(m);
            case Message.ReadRequest m -> throw unexpected(m);
            case Message.ReadResponse m -> throw unexpected(m);
            case Message.Failure m -> throw unexpected(m);
        };
    }

    private List<Action> place(List<ManifestEntry> entries) throws ProtocolException {
        if (manifestEnded) {
            throw new ProtocolException("the sender announces entries after the manifest's end");
        }
        for (ManifestEntry entry : entries) {
            if (entry.id() <= lastId) {
                throw new ProtocolException("entry " + entry.id() + " does not follow entry " + lastId);
            }
            lastId = entry.id();
            if (entry.path().isRoot() && entry.kind() != EntryKind.DIRECTORY) {
                throw new ProtocolException("the destination itself is announced as a " + entry.kind());
            }
        }
        placing++;
        return List.of(new Place(entries));
    }

    private List<Action> endManifest() throws ProtocolException {
        if (manifestEnded) {
            throw new ProtocolException("the manifest ends twice");
        }
        manifestEnded = true;
        return then(new ArrayList<>());
    }

    /** Pings come seconds apart, and a sender says what it could not read before it gives it up. */
    private List<Action> awaitExplanations() throws ProtocolException {
        pings++;
        for (Map.Entry<Long, Long> waiting : unexplained.entrySet()) {
            if (pings - waiting.getValue() >= PATIENCE) {
                throw new ProtocolException("the sender gives up entry " + waiting.getKey() + " and does not say why");
            }
        }
        return List.of();
    }

    private List<Action> givenUp(List<EntryProblem> problems) throws ProtocolException {
        List<Action> actions = new ArrayList<>();
        for (EntryProblem problem : problems) {
            if (problem.id() < 0 || problem.id() > lastId) {
                throw new ProtocolException("a problem with entry " + problem.id() + ", which was not announced");
            }
            unexplained.remove(problem.id());
            if (problem.id() == 0) {
                score.problem(problem);
            } else if (forget(problem.id()).isPresent()) {
                score.problem(problem);
                actions.add(new Abandon(problem.id()));
            }
        }
        return then(actions);
    }

    /** What became of the entries of one {@link Place}. */
    public List<Action> placed(List<Placed> batch) {
        placing--;
        List<Long> ids = new ArrayList<>();
        List<Long> inPart = new ArrayList<>();
        for (Placed placed : batch) {
            ManifestEntry entry = placed.entry();
            switch (placed.verdict()) {
                case WANTED -> {
                    wanted.put(entry.id(), entry);
                    ids.add(entry.id());
                }
                case WANTED_IN_PART -> {
                    wanted.put(entry.id(), entry);
                    pieces.put(entry.id(), new Pieces(chunking.count(entry.size())));
                    undecided.add(entry.id());
                    inPart.add(entry.id());
                }
                case MADE -> score.made(entry);
                case UNCHANGED -> score.unchanged(entry);
                case FAILED ->
                    score.problem(new EntryProblem(entry.id(), entry.path(), Severity.FAILED, placed.reason()));
            }
        }
        List<Action> actions = new ArrayList<>();
        if (!ids.isEmpty()) {
            actions.add(new Send(new Message.Want(ids)));
        }
        if (!inPart.isEmpty()) {
            actions.add(new Send(new Message.RequestManifest(inPart)));
        }
        actions.add(new Send(score.progress()));
        return then(actions);
    }

    private List<Action> fill(Message.ManifestResponse response) throws ProtocolException {
        asked(response.id())
                .come(response.id(), response.first(), response.hashes().size());
        return wanted.containsKey(response.id())
                ? List.of(new Fill(response.id(), response.first(), response.hashes()))
                : List.of();
    }

    private Pieces asked(long id) throws ProtocolException {
        Pieces file = pieces.get(id);
        if (file == null) {
            throw new ProtocolException("the hashes of entry " + id + " were not asked for");
        }
        return file;
    }

    private List<Action> noHashes(Message.Missing missing) throws ProtocolException {
        long id = missing.id();
        Pieces file = asked(id);
        if (missing.numbers().isEmpty()) {
            return givenUp(id);
        }
        for (int number : missing.numbers()) {
            file.come(id, number, 1);
        }
        file.lack(missing.numbers().size());
        if (wanted.containsKey(id)) {
            decided(id, file);
        }
        return endIncomplete(id);
    }

    private void decided(long id, Pieces file) {
        if (file.isDecided()) {
            undecided.remove(id);
        }
    }

    /** Ends a file that lacks chunks, when all others are here: what is here is kept for the next session. */
    private List<Action> endIncomplete(long id) {
        Pieces file = pieces.get(id);
        List<Action> actions = new ArrayList<>();
        if (file != null && file.isLacking() && file.isDecided() && !requests.awaits(id)) {
            forget(id).ifPresent(entry -> {
                unexplained.remove(id);
                score.problem(new EntryProblem(id, entry.path(), Severity.VANISHED, Unreadable.CHANGED));
                actions.add(new Abandon(id));
            });
        }
        return then(actions);
    }

    /**
     * A {@link Fill} has been done.
     *
     * @param chunks how many it was
     * @param missing those that are not here
     * @param bytes content of those that are
     */
    public List<Action> filled(long id, int chunks, List<Integer> missing, long bytes) {
        Pieces file = pieces.get(id);
        if (file == null || !wanted.containsKey(id)) {
            return List.of();
        }
        file.decide(chunks);
        decided(id, file);
        score.found(id, bytes);
        requests.add(id, missing);
        List<Action> actions = new ArrayList<>();
        requests.next().forEach(request -> actions.add(new Send(request)));
        actions.add(new Send(score.progress()));
        actions.addAll(endIncomplete(id));
        return actions;
    }

    /** A chunk that was asked for has come by a lane, or is said there to be of no use. */
    public List<Action> arrived(long id, int number) {
        requests.arrived(id, number);
        return endIncomplete(id);
    }

    /** Files that are durable under their final names. */
    public List<Action> landed(List<Long> ids) {
        for (long id : ids) {
            forget(id).ifPresent(score::landed);
        }
        return then(new ArrayList<>(List.of(new Send(score.progress()))));
    }

    /** A wanted file could not be written. */
    public List<Action> failed(long id, String reason) {
        forget(id).ifPresent(entry -> {
            unexplained.remove(id);
            score.problem(new EntryProblem(id, entry.path(), Severity.FAILED, reason));
        });
        return then(new ArrayList<>());
    }

    /** A file is wanted no more. Late hashes of it are still checked. */
    private Optional<ManifestEntry> forget(long id) {
        undecided.remove(id);
        requests.drop(id);
        return Optional.ofNullable(wanted.remove(id));
    }

    /** A lane says that a wanted file will not come; the sender still owes the reason. */
    public List<Action> givenUp(long id) {
        if (wanted.containsKey(id)) {
            unexplained.putIfAbsent(id, pings);
        }
        return List.of();
    }

    /** The {@link Settle} has been done; what turned out not to be right are {@code undone}. */
    public List<Action> settled(List<Undone> undone) {
        undone.forEach(score::undone);
        Message.Done done = score.done(backend);
        return List.of(new Send(done), new Finish(done));
    }

    private List<Action> then(List<Action> actions) {
        requests.next().forEach(request -> actions.add(new Send(request)));
        if (manifestEnded && placing == 0 && undecided.isEmpty() && requests.isEmpty() && !wantEndSent) {
            wantEndSent = true;
            actions.add(new Send(new Message.WantEnd()));
        }
        if (wantEndSent && wanted.isEmpty() && !settling) {
            settling = true;
            actions.add(new Settle());
        }
        return actions;
    }

    private static ProtocolException unexpected(Message message) {
        return new ProtocolException(
                "a sender does not send " + message.getClass().getSimpleName() + " here");
    }
}
