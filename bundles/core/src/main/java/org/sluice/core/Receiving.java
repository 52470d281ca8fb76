package org.sluice.core;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sluice.core.fill.Filling;
import org.sluice.core.fill.Rescue;
import org.sluice.core.land.Destination;
import org.sluice.core.land.HashRoom;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Placement;
import org.sluice.core.land.Resumption;
import org.sluice.core.land.Staging;
import org.sluice.core.lane.ReceiveLane;
import org.sluice.core.progress.Meter;
import org.sluice.core.session.Action;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.Placed;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.Receiver;
import org.sluice.io.RelPath;
import org.sluice.transfer.TransferException;

/** Runs a {@link Receiver}: a reader of the control stream, the lanes and the publisher tell it what happens. */
final class Receiving {

    private sealed interface Event {
        record Heard(Message message) implements Event {}

        record Landed(List<Long> ids) implements Event {}

        record Filled(long id, int chunks, List<Integer> missing, long bytes) implements Event {}

        record Arrived(long id, int number) implements Event {}

        record Failed(long id, String reason) implements Event {}

        record GivenUp(long id) implements Event {}

        record Broken(Exception cause) implements Event {}
    }

    private final Link link;
    private final Destination destination;
    private final boolean setId;
    private final Meter meter;
    private final Receiver receiver;
    private final Mailbox<Event> events = new Mailbox<>();
    private final Intake intake;
    private final Carriage carriage;
    private final Rescue rescue;

    /**
     * A receiving half, whose contents come by lanes.
     *
     * @param setId whether set-user-id and set-group-id of files are kept
     */
    Receiving(Link link, Destination destination, String backend, boolean setId, Meter meter, Carriage carriage) {
        this(link, destination, backend, setId, meter, carriage, new LaneIntake(carriage, arrival(meter)));
    }

    /** One that reads what it wants. */
    Receiving(ReadLink link, Destination destination, String backend, boolean setId, Meter meter, Carriage carriage) {
        this(link, destination, backend, setId, meter, carriage, link.intake(carriage, arrival(meter)));
    }

    private Receiving(
            Link link,
            Destination destination,
            String backend,
            boolean setId,
            Meter meter,
            Carriage carriage,
            Intake intake) {
        this.link = link;
        this.destination = destination;
        this.setId = setId;
        this.meter = meter;
        this.receiver = new Receiver(backend, carriage.known().chunking(), carriage.window());
        this.intake = intake;
        this.carriage = carriage;
        this.rescue = new Rescue(destination.root(), carriage.known());
    }

    /** Runs the session to its end; the score. */
    Message.Done run() throws IOException, InterruptedException, TransferException {
        Filling filling = filling();
        try (HashRoom.Lease room = carriage.hashRoom().lease();
                Staging staging = Staging.open(destination.root());
                Landing landing =
                        new Landing(destination.root(), staging, listener(), resumption(staging, filling, room));
                Crew crew = new Crew("sluice-receive", e -> events.put(new Event.Broken(e)))) {
            if (carriage.lanes().paths().lasting()) {
                landing.survivesLanes();
            }
            Placement placement = new Placement(destination, staging, landing, setId);
            crew.start("control", this::read);
            crew.start("publish", landing::publish);
            if (landing.hasDropped()) {
                crew.start("rescue", () -> landing.removeDropped(rescue));
            }
            return converse(landing, placement, filling, crew);
        }
    }

    private Optional<Resumption> resumption(Staging staging, Filling filling, HashRoom.Lease room) throws IOException {
        return carriage.inChunks()
                ? Optional.of(new Resumption(
                        staging.partials(),
                        carriage.hasher().name(),
                        carriage.known().chunking(),
                        filling,
                        room))
                : Optional.empty();
    }

    private Filling filling() {
        return new Filling(
                destination.root(),
                carriage.hasher(),
                carriage.buffers(),
                carriage.known(),
                (id, chunks, missing, bytes) -> events.put(new Event.Filled(id, chunks, missing, bytes)));
    }

    private LandingListener listener() {
        return new LandingListener() {
            @Override
            public void landed(List<Long> ids) {
                events.put(new Event.Landed(ids));
            }

            @Override
            public void failed(long id, String reason) {
                events.put(new Event.Failed(id, reason));
            }

            @Override
            public void givenUp(long id) {
                events.put(new Event.GivenUp(id));
            }

            @Override
            public void arrived(long id, int number) {
                events.put(new Event.Arrived(id, number));
            }

            @Override
            public void broken(IOException cause) {
                events.put(new Event.Broken(cause));
            }
        };
    }

    private Message.Done converse(Landing landing, Placement placement, Filling filling, Crew crew)
            throws IOException, InterruptedException, TransferException {
        while (true) {
            Deque<Action> actions = new ArrayDeque<>(react(events.take().orElseThrow()));
            while (!actions.isEmpty()) {
                switch (actions.remove()) {
                    case Action.Send send -> {
                        if (send.message() instanceof Message.WantEnd) {
                            landing.allExpected();
                        }
                        if (send.message() instanceof Message.RequestChunks request) {
                            landing.ask(request.id(), request.numbers());
                        }
                        post(send.message());
                    }
                    case Action.Place place -> actions.addAll(receiver.placed(place(place.entries(), placement)));
                    case Action.Fill fill -> {
                        filling.add(fill.id(), fill.first(), fill.hashes());
                        crew.startTeam("fill", () -> filling.run(landing));
                    }
                    case Action.Abandon abandon -> placement.abandon(abandon.id());
                    case Action.Settle settle -> {
                        meter.finishing();
                        landing.removeDropped(rescue);
                        actions.addAll(receiver.settled(placement.settle()));
                    }
                    case Action.Finish finish -> {
                        link.finish();
                        return finish.score();
                    }
                    case Action.Deliver a -> throw new IllegalStateException("a receiver does not deliver");
                    case Action.HashChunks a -> throw new IllegalStateException("a receiver does not hash for others");
                    case Action.DeliverChunks a -> throw new IllegalStateException("a receiver does not deliver");
                    case Action.EndDelivery a -> throw new IllegalStateException("a receiver does not deliver");
                    case Action.Advance a -> throw new IllegalStateException("a receiver is not told its own score");
                }
                intake.start(crew, landing);
            }
        }
    }

    private List<Action> react(Event event) throws IOException, InterruptedException, TransferException {
        return switch (event) {
            case Event.Heard heard -> {
                count(heard.message());
                yield receiver.on(heard.message());
            }
            case Event.Landed landed -> receiver.landed(landed.ids());
            case Event.Filled filled -> receiver.filled(filled.id(), filled.chunks(), filled.missing(), filled.bytes());
            case Event.Arrived arrived -> receiver.arrived(arrived.id(), arrived.number());
            case Event.Failed failed -> receiver.failed(failed.id(), failed.reason());
            case Event.GivenUp givenUp -> receiver.givenUp(givenUp.id());
            case Event.Broken broken -> throw Conversation.rethrow(broken.cause());
        };
    }

    private void count(Message message) {
        switch (message) {
            case Message.Entries entries ->
                meter.found(
                        entries.entries().size(),
                        entries.entries().stream()
                                .mapToLong(ManifestEntry::content)
                                .sum());
            case Message.ManifestEnd end -> meter.scanned();
            default -> {}
        }
    }

    private void post(Message message) {
        if (message instanceof Message.Progress progress) {
            meter.settled(progress.entries(), progress.unchangedBytes());
        }
        if (message instanceof Message.RequestChunks request) {
            intake.add(
                    1,
                    (long) request.numbers().size()
                            * carriage.known().chunking().size());
        }
        link.post(message);
    }

    private void read() throws IOException, InterruptedException, TransferException {
        Conversation.read(link, message -> {
            events.awaitRoom();
            events.put(new Event.Heard(message));
        });
    }

    private List<Placed> place(List<ManifestEntry> entries, Placement placement) {
        List<Placed> placed = new ArrayList<>(entries.size());
        for (ManifestEntry entry : entries) {
            Placed result = placement.place(entry);
            if (result.verdict() == Verdict.WANTED) {
                intake.add(1, entry.size());
            }
            placed.add(result);
        }
        return placed;
    }

    private static ReceiveLane.Arrival arrival(Meter meter) {
        return new ReceiveLane.Arrival() {
            @Override
            public void moving(RelPath destination) {
                meter.moving(destination);
            }

            @Override
            public void moved(long bytes) {
                meter.moved(bytes);
            }
        };
    }

    int lanes() {
        return intake.most();
    }

    /** For people. */
    String compression() {
        return intake.report();
    }
}
