package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.io.EntryKind;
import org.sluice.transfer.Problem.Severity;

/** Both halves of a session and a world that is a few sets: what is there, what cannot be read, what cannot be written. */
final class Exchange {

    final Set<String> there = new HashSet<>();
    final Set<String> thereInPart = new HashSet<>();
    final Set<Hash> chunksThere = new HashSet<>();
    final Set<String> unreadable = new HashSet<>();
    final Set<String> unwritable = new HashSet<>();

    /** Whose last chunk changes while it is hashed. */
    final Set<String> cut = new HashSet<>();

    final List<Long> abandoned = new ArrayList<>();
    final List<String> delivered = new ArrayList<>();
    final List<Message> said = new ArrayList<>();

    private final Sender sender = new Sender();
    private final Receiver receiver = new Receiver("double", Chunking.USUAL, 8);
    private final ArrayDeque<Message> toReceiver = new ArrayDeque<>();
    private final ArrayDeque<Message> toSender = new ArrayDeque<>();
    private Optional<Message.Done> sendersScore = Optional.empty();
    private Optional<Message.Done> receiversScore = Optional.empty();
    private final Map<Long, Integer> lacking = new HashMap<>();
    private boolean deliveryEnded;

    /** Runs a session over these batches; the score, which both halves have. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    final Message.Done run(List<Found>... batches) throws ProtocolException {
        return runAll(List.of(batches));
    }

    /** As {@link #run}. */
    Message.Done runAll(List<List<Found>> batches) throws ProtocolException {
        for (List<Found> batch : batches) {
            send(sender.found(batch));
            settle();
        }
        send(sender.scanned(true));
        settle();
        assertEquals(true, deliveryEnded, "the lanes have been ended");
        assertEquals(receiversScore, sendersScore, "both halves have the same score");
        return receiversScore.orElseThrow();
    }

    /** Tells of what the scanner could not read. */
    void scannerFails(List<EntryProblem> problems) throws ProtocolException {
        send(sender.undeliverable(problems));
        settle();
    }

    private void settle() throws ProtocolException {
        while (!toReceiver.isEmpty() || !toSender.isEmpty()) {
            if (!toReceiver.isEmpty()) {
                receive(receiver.on(toReceiver.remove()));
            } else {
                send(sender.on(toSender.remove()));
            }
        }
    }

    private void send(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Send send -> post(send.message(), toReceiver);
                case Action.Deliver deliver -> deliver.files().forEach(this::deliver);
                case Action.EndDelivery end -> deliveryEnded = true;
                case Action.Advance advance -> {}
                case Action.Finish finish -> sendersScore = Optional.of(finish.score());
                case Action.Place a -> throw new AssertionError(a);
                case Action.Abandon a -> throw new AssertionError(a);
                case Action.Settle a -> throw new AssertionError(a);
                case Action.HashChunks hash -> hash.files().forEach(this::hash);
                case Action.DeliverChunks chunks -> deliver(chunks);
                case Action.Fill a -> throw new AssertionError(a);
            }
        }
    }

    private void deliver(SourceFile file) {
        String name = file.name().toString();
        if (unreadable.contains(name)) {
            receive(receiver.givenUp(file.id()));
            send(sender.undeliverable(List.of(new EntryProblem(file.id(), file.name(), Severity.VANISHED, "changed"))));
        } else if (unwritable.contains(name)) {
            receive(receiver.failed(file.id(), "writing: permission denied"));
        } else {
            delivered.add(name);
            receive(receiver.landed(List.of(file.id())));
        }
    }

    /** The hash of chunk n of a file is n and its name's. */
    private void hash(SourceFile file) {
        if (unreadable.contains(file.name().toString())) {
            send(sender.unhashable(new EntryProblem(file.id(), file.name(), Severity.VANISHED, "changed")));
            return;
        }
        List<Hash> hashes = new ArrayList<>();
        for (int number = 0; number < Chunking.USUAL.count(file.size()); number++) {
            hashes.add(new Hash(number, 0, 0, file.name().toString().hashCode()));
        }
        boolean whole = !cut.contains(file.name().toString());
        send(sender.hashed(file.id(), 0, whole ? hashes : hashes.subList(0, hashes.size() - 1)));
        if (!whole) {
            send(sender.changed(file.id(), hashes.size() - 1, 1));
        }
    }

    private void fill(Action.Fill fill) {
        List<Integer> absent = new ArrayList<>();
        for (int i = 0; i < fill.hashes().size(); i++) {
            if (!chunksThere.contains(fill.hashes().get(i))) {
                absent.add(fill.first() + i);
            }
        }
        long bytes = (long) (fill.hashes().size() - absent.size()) * Chunk.SIZE;
        receive(receiver.filled(fill.id(), fill.hashes().size(), absent, bytes));
        come(fill.id(), fill.hashes().size() - absent.size());
    }

    private void deliver(Action.DeliverChunks chunks) {
        long id = chunks.file().id();
        for (int number : chunks.numbers()) {
            delivered.add(chunks.file().name() + " " + number);
            receive(receiver.arrived(id, number));
            come(id, 1);
        }
    }

    private void come(long id, int chunks) {
        if (lacking.merge(id, -chunks, Integer::sum) == 0) {
            receive(receiver.landed(List.of(id)));
        }
    }

    private void receive(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Send send -> post(send.message(), toSender);
                case Action.Place place ->
                    receive(receiver.placed(
                            place.entries().stream().map(this::place).toList()));
                case Action.Abandon abandon -> abandoned.add(abandon.id());
                case Action.Settle settle -> receive(receiver.settled(List.of()));
                case Action.Finish finish -> receiversScore = Optional.of(finish.score());
                case Action.Deliver a -> throw new AssertionError(a);
                case Action.EndDelivery a -> throw new AssertionError(a);
                case Action.Advance a -> throw new AssertionError(a);
                case Action.HashChunks a -> throw new AssertionError(a);
                case Action.DeliverChunks a -> throw new AssertionError(a);
                case Action.Fill fill -> fill(fill);
            }
        }
    }

    private Placed place(ManifestEntry entry) {
        if (there.contains(entry.path().toString())) {
            return Placed.as(entry, Verdict.UNCHANGED);
        }
        if (thereInPart.contains(entry.path().toString())) {
            lacking.put(entry.id(), Chunking.USUAL.count(entry.size()));
            return Placed.as(entry, Verdict.WANTED_IN_PART);
        }
        return Placed.as(entry, entry.kind() == EntryKind.FILE ? Verdict.WANTED : Verdict.MADE);
    }

    private void post(Message message, ArrayDeque<Message> to) {
        said.add(message);
        to.add(message);
    }
}
