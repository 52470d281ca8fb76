package org.sluice.core.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.core.session.Action.Advance;
import org.sluice.core.session.Action.Deliver;
import org.sluice.core.session.Action.EndDelivery;
import org.sluice.core.session.Action.Finish;
import org.sluice.core.session.Action.Send;

/**
 * The sender's half of a session: announces what the scanner finds, delivers what the receiver wants. Pure: told of
 * messages and events by one thread, it answers with what is to be done.
 */
public final class Sender {

    private final Map<Long, SourceFile> offered = new HashMap<>();
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
            case Message.Failure m -> throw unexpected(m);
        };
    }

    private List<Action> deliver(List<Long> ids) throws ProtocolException {
        if (wantEnded) {
            throw new ProtocolException("the receiver wants more after it said that was all");
        }
        List<SourceFile> files = new ArrayList<>(ids.size());
        for (long id : ids) {
            SourceFile file = offered.remove(id);
            if (file == null) {
                throw new ProtocolException("the receiver wants entry " + id + ", which is not on offer");
            }
            files.add(file);
        }
        return List.of(new Deliver(files));
    }

    private List<Action> endDelivery() throws ProtocolException {
        if (wantEnded) {
            throw new ProtocolException("the receiver said twice that it wants nothing more");
        }
        wantEnded = true;
        offered.clear();
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
