package org.sluice.core;

import java.io.IOException;
import java.util.List;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.lane.Delivery;
import org.sluice.core.lane.LaneTerms;
import org.sluice.core.lane.SendLane;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.manifest.Hashing;
import org.sluice.core.path.LaneStream;
import org.sluice.core.progress.Meter;
import org.sluice.core.rate.Throttle;
import org.sluice.core.rate.ThrottledStream;
import org.sluice.core.scan.ScanListener;
import org.sluice.core.scan.Scanner;
import org.sluice.core.scan.Start;
import org.sluice.core.session.Action;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Found;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.Message;
import org.sluice.core.session.Sender;
import org.sluice.core.session.SourceFile;
import org.sluice.core.session.Unreadable;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.data.BufferPool;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException;

/** Runs a {@link Sender}: a scanner, a reader of the control stream and the lanes tell it what happens. */
final class Sending {

    private sealed interface Event {
        record Heard(Message message) implements Event {}

        record FoundSome(List<Found> batch) implements Event {}

        record Undeliverable(List<EntryProblem> problems) implements Event {}

        record Hashed(long id, int first, List<Hash> hashes) implements Event {}

        record Changed(long id, int first, int count) implements Event {}

        record Unhashable(EntryProblem problem) implements Event {}

        record Scanned(boolean complete) implements Event {}

        record Broken(Exception cause) implements Event {}
    }

    private final Link link;
    private final List<Start> starts;
    private final WorkQueue queue;
    private final Meter meter;
    private final Mailbox<Event> events = new Mailbox<>();
    private final Sender sender = new Sender();
    private final Chunking chunking;
    private final StreamLanes lanes;
    private final KnownChunks known;
    private final Hashing hashing;
    private final Squeeze squeeze;
    private final LaneTerms terms;
    private final Throttle throttle;
    private final boolean tellsChunks;

    /** A sending half. */
    Sending(Link link, List<Start> starts, WorkQueue queue, Meter meter, Carriage carriage) {
        this.link = link;
        this.starts = starts;
        this.queue = queue;
        this.meter = meter;
        this.known = carriage.known();
        this.chunking = known.chunking();
        this.terms = carriage.lanes().terms();
        this.throttle = carriage.lanes().throttle();
        this.tellsChunks = carriage.tellsChunks();
        this.squeeze = new Squeeze(carriage.compressor());
        this.lanes = StreamLanes.of(carriage.lanes(), carriage.hasher(), carriage.buffers());
        this.hashing = new Hashing(carriage.hasher(), carriage.buffers(), known, queue.shelf(), hashes());
    }

    /** Runs the session to its end; the receiver's score. */
    Message.Done run() throws IOException, InterruptedException, TransferException {
        try (hashing;
                Crew crew = new Crew("sluice-send", e -> events.put(new Event.Broken(e)))) {
            crew.start("control", this::read);
            crew.start("scan", this::scan);
            while (true) {
                for (Action action : react(events.take().orElseThrow())) {
                    switch (action) {
                        case Action.Send send -> link.post(send.message());
                        case Action.Deliver deliver -> deliver(deliver.files(), crew);
                        case Action.HashChunks hash -> {
                            hash.files().forEach(hashing::add);
                            crew.startTeam("hash", hashing::run);
                        }
                        case Action.DeliverChunks chunks -> deliver(chunks, crew);
                        case Action.EndDelivery end -> {
                            queue.end();
                            meter.finishing();
                        }
                        case Action.Advance advance -> {
                            meter.settled(advance.entries(), advance.unchangedBytes());
                            queue.shelf().advanced(advance.unchangedBytes());
                        }
                        case Action.Finish finish -> {
                            link.finish();
                            return finish.score();
                        }
                        case Action.Place a -> throw new IllegalStateException("a sender does not place");
                        case Action.Abandon a -> throw new IllegalStateException("a sender does not abandon");
                        case Action.Fill a -> throw new IllegalStateException("a sender does not fill");
                        case Action.Settle a -> throw new IllegalStateException("a sender does not settle");
                    }
                }
            }
        }
    }

    private List<Action> react(Event event) throws IOException, InterruptedException, TransferException {
        return switch (event) {
            case Event.Heard heard -> sender.on(heard.message());
            case Event.FoundSome some -> sender.found(some.batch());
            case Event.Undeliverable none -> sender.undeliverable(none.problems());
            case Event.Hashed hashed -> sender.hashed(hashed.id(), hashed.first(), hashed.hashes());
            case Event.Changed changed -> sender.changed(changed.id(), changed.first(), changed.count());
            case Event.Unhashable unhashable -> sender.unhashable(unhashable.problem());
            case Event.Scanned scanned -> {
                meter.scanned();
                yield sender.scanned(scanned.complete());
            }
            case Event.Broken broken -> throw Conversation.rethrow(broken.cause());
        };
    }

    private void read() throws IOException, InterruptedException, TransferException {
        Conversation.read(link, message -> events.put(new Event.Heard(message)));
    }

    private void scan() throws InterruptedException {
        boolean complete = Scanner.walk(starts, new ScanListener() {
            @Override
            public void found(List<Found> batch) throws InterruptedException {
                link.awaitRoom();
                events.awaitRoom();
                long bytes = 0;
                for (Found entry : batch) {
                    bytes += entry.entry().isFile() ? entry.entry().size() : 0;
                }
                meter.found(batch.size(), bytes);
                events.put(new Event.FoundSome(batch));
            }

            @Override
            public void problems(List<EntryProblem> batch) {
                meter.found(batch.size(), 0);
                events.put(new Event.Undeliverable(batch));
            }
        });
        events.put(new Event.Scanned(complete));
    }

    private void deliver(List<SourceFile> files, Crew crew) {
        queue.add(files);
        lanes.add(files.size(), files.stream().mapToLong(SourceFile::size).sum());
        lanes.start(crew, this::send, () -> false);
    }

    private void deliver(Action.DeliverChunks chunks, Crew crew) {
        queue.add(chunks.file(), chunks.numbers(), chunks.said());
        lanes.add(1, (long) chunks.numbers().size() * chunking.size());
        lanes.start(crew, this::send, () -> false);
    }

    private Hashing.Listener hashes() {
        return new Hashing.Listener() {
            @Override
            public void hashed(SourceFile file, int first, List<Hash> hashes) throws InterruptedException {
                link.awaitRoom();
                events.awaitRoom();
                events.put(new Event.Hashed(file.id(), first, hashes));
            }

            @Override
            public boolean changed(SourceFile file, int first, int count) {
                if (tellsChunks) {
                    events.put(new Event.Changed(file.id(), first, count));
                }
                return tellsChunks;
            }

            @Override
            public void unhashable(SourceFile file, IOException cause) {
                Unreadable why = Unreadable.of(cause, "reading");
                events.put(
                        new Event.Unhashable(new EntryProblem(file.id(), file.name(), why.severity(), why.reason())));
            }
        };
    }

    private boolean send(LaneStream stream, Hasher hasher, BufferPool buffers)
            throws IOException, InterruptedException {
        SendLane lane = new SendLane(
                ThrottledStream.sending(stream, throttle), queue, hasher, buffers, delivery(), squeeze, terms);
        stream.onLeave(lane::retire);
        stream.standing(lane::standing);
        stream.onForsaken(lane::forsaken);
        return !lane.run();
    }

    /** What lanes report to. */
    Delivery delivery() {
        return new Delivery() {
            @Override
            public void begins(SourceFile file) {
                meter.moving(file.name());
            }

            @Override
            public void moved(long bytes) {
                meter.moved(bytes);
            }

            @Override
            public void sent(SourceFile file, List<Hash> hashes) {
                try {
                    known.wasRead(file.root(), file.entry(), hashes);
                } catch (IOException unreadable) {
                    // Then it is not known.
                }
            }

            @Override
            public void notAsSaid(SourceFile file) {
                known.forget(file.entry());
            }

            @Override
            public void undeliverable(SourceFile file, Severity severity, String reason) {
                events.put(
                        new Event.Undeliverable(List.of(new EntryProblem(file.id(), file.name(), severity, reason))));
            }
        };
    }

    int lanes() {
        return lanes.most();
    }

    /** For people. */
    String compression() {
        return squeeze.report();
    }
}
