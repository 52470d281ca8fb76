package org.sluice.core.session;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Action.Advance;
import org.sluice.core.session.Action.Deliver;
import org.sluice.core.session.Action.DeliverChunks;
import org.sluice.core.session.Action.EndDelivery;
import org.sluice.core.session.Action.Finish;
import org.sluice.core.session.Action.HashChunks;
import org.sluice.core.session.Action.Send;

/**
 * The sender's half of a session: announces what the scanner finds, delivers what the receiver wants. Pure: told of
 * messages and events by one thread, it answers with what is to be done.
 */
public final class Sender {

    /** A file whose hashes were asked for. */
    private record Hashed(SourceFile file, ChunkHashes said, BitSet delivered) {}

    private final Map<Long, SourceFile> offered = new HashMap<>();
    private final Map<Long, Hashed> hashed = new HashMap<>();
    private long lastId;
    private boolean wantEnded;

    /** Numbers what was found and announces it; at most {@link Message#MAX_ENTRIES} at a time. */
    public List<Action> found(List<Found> batch) {
        List<ManifestEntry> entries = new ArrayList<>(batch.size());
        for (Found found : batch) {
            long id = ++lastId;
            long size = found.entry().isFile() ? found.entry().size() : 0;
            entries.add(new ManifestEntry(
                    id, found.name(), found.entry().kind(), size, found.entry().metadata(), found.target()));
            if (found.entry().isFile()) {
                offered.put(id, new SourceFile(id, found.name(), found.root(), found.entry()));
            }
        }
        return List.of(new Send(new Message.Entries(entries)));
    }

    /** Entries that will not be delivered: found unreadable by the scanner, or by a lane. */
    public List<Action> undeliverable(List<EntryProblem> problems) {
        return List.of(new Send(new Message.Problems(problems)));
    }

    /** Hashes of consecutive chunks of a file are known. */
    public List<Action> hashed(long id, int first, List<Hash> hashes) {
        Hashed file = hashed.get(id);
        if (file == null) {
            return List.of();
        }
        file.said().put(first, hashes);
        List<Action> actions = new ArrayList<>();
        for (int from = 0; from < hashes.size(); from += Message.MAX_HASHES) {
            int to = Math.min(hashes.size(), from + Message.MAX_HASHES);
            actions.add(
                    new Send(new Message.ManifestResponse(id, first + from, List.copyOf(hashes.subList(from, to)))));
        }
        return actions;
    }

    /** The chunks of a file cannot be hashed; it will not be delivered. */
    public List<Action> unhashable(EntryProblem problem) {
        return List.of(
                new Send(new Message.Missing(problem.id(), List.of())),
                new Send(new Message.Problems(List.of(problem))));
    }

    /** Consecutive chunks of a file are not what they were any more; those that were hashed are to be had. */
    public List<Action> changed(long id, int first, int count) {
        List<Action> actions = new ArrayList<>();
        for (int from = first; from < first + count; from += Message.MAX_ENTRIES) {
            int to = Math.min(first + count, from + Message.MAX_ENTRIES);
            actions.add(new Send(
                    new Message.Missing(id, IntStream.range(from, to).boxed().toList())));
        }
        return hashed.containsKey(id) ? actions : List.of();
    }

    /** The scan is over. */
    public List<Action> scanned(boolean complete) {
        return List.of(new Send(new Message.ManifestEnd(complete)));
    }

    /**
     * A message came.
     *
     * @throws ProtocolException when the receiver must not send it, or not now
     */
    public List<Action> on(Message message) throws ProtocolException {
        return switch (message) {
            case Message.Want want -> deliver(want.ids());
            case Message.RequestManifest request -> hash(request.ids());
            case Message.RequestChunks request -> deliver(request);
            case Message.WantEnd end -> endDelivery();
            case Message.Progress progress -> List.of(new Advance(progress.entries(), progress.unchangedBytes()));
            case Message.Done done -> finish(done);
            case Message.Ping ping -> List.of();
            case Message.Hello m -> throw unexpected(m);
            case Message.Request m -> throw unexpected(m);
            case Message.Accepted m -> throw unexpected(m);
            case Message.Entries m -> throw unexpected(m);
            case Message.ManifestEnd m -> throw unexpected(m);
            case Message.Problems m -> throw unexpected(m);
            case Message.ManifestResponse m -> throw unexpected(m);
            case Message.Missing m -> throw unexpected(m);
            case Message.ListRequest m -> throw unexpected(m);
            case Message.Listing m -> throw unexpected(m);
            case Message.ReadRequest m -> throw unexpected(m);
            case Message.ReadResponse m -> throw unexpected(m);
            case Message.Failure m -> throw unexpected(m);
        };
    }

    private List<Action> deliver(List<Long> ids) throws ProtocolException {
        return List.of(new Deliver(take(ids)));
    }

    private List<SourceFile> take(List<Long> ids) throws ProtocolException {
        refuseMore();
        List<SourceFile> files = new ArrayList<>(ids.size());
        for (long id : ids) {
            SourceFile file = offered.remove(id);
            if (file == null) {
                throw new ProtocolException("the receiver wants entry " + id + ", which is not on offer");
            }
            files.add(file);
        }
        return files;
    }

    private void refuseMore() throws ProtocolException {
        if (wantEnded) {
            throw new ProtocolException("the receiver wants more after it said that was all");
        }
    }

    private List<Action> hash(List<Long> ids) throws ProtocolException {
        List<SourceFile> files = take(ids);
        files.forEach(file -> hashed.put(file.id(), new Hashed(file, new ChunkHashes(), new BitSet())));
        return List.of(new HashChunks(files));
    }

    private List<Action> deliver(Message.RequestChunks request) throws ProtocolException {
        refuseMore();
        if (request.numbers().isEmpty()) {
            throw new ProtocolException("the receiver wants no chunk of entry " + request.id());
        }
        Hashed file = hashed.get(request.id());
        if (file == null) {
            throw new ProtocolException(
                    "the receiver wants chunks of entry " + request.id() + ", whose hashes it has not asked for");
        }
        for (int number : request.numbers()) {
            if (file.said().of(number).isEmpty()) {
                throw new ProtocolException(
                        "the receiver wants chunk " + number + " of entry " + request.id() + ", which was not said");
            }
            if (file.delivered().get(number)) {
                throw new ProtocolException(
                        "the receiver wants chunk " + number + " of entry " + request.id() + " twice");
            }
            file.delivered().set(number);
        }
        return List.of(new DeliverChunks(file.file(), request.numbers(), file.said()));
    }

    private List<Action> endDelivery() throws ProtocolException {
        if (wantEnded) {
            throw new ProtocolException("the receiver said twice that it wants nothing more");
        }
        wantEnded = true;
        offered.clear();
        hashed.clear();
        return List.of(new EndDelivery());
    }

    private List<Action> finish(Message.Done done) throws ProtocolException {
        if (!wantEnded) {
            throw new ProtocolException("the receiver is done before it has compared everything");
        }
        return List.of(new Finish(done));
    }

    private static ProtocolException unexpected(Message message) {
        return new ProtocolException(
                "a receiver does not send " + message.getClass().getSimpleName() + " here");
    }
}
