package org.sluice.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.jobs.JobFolder;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.Destination;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.path.Answered;
import org.sluice.core.path.SetAside;
import org.sluice.core.progress.Meter;
import org.sluice.core.rate.Throttle;
import org.sluice.core.read.Answering;
import org.sluice.core.read.Offered;
import org.sluice.core.scan.ScanListener;
import org.sluice.core.scan.Scanner;
import org.sluice.core.scan.Start;
import org.sluice.core.session.Action;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Found;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.Link;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Sender;
import org.sluice.io.Entry;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Share;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferListener;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/** Does what one initiator asks for, within the shares. */
final class Responder {

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    private final Toolbox tools;
    private final Map<String, Share> shares;
    private final LiveSessions sessions = new LiveSessions();

    Responder(Toolbox tools, Map<String, Share> shares) {
        this.tools = tools;
        this.shares = shares;
    }

    /** Lets a connection join its session, or tells its peer that there is none. */
    void join(Connection connection, Stream stream, boolean beside) throws IOException {
        sessions.join(connection, stream, beside);
    }

    /** The session that has waited longest for a peer that it has lost ends; false when none waits. */
    boolean giveUpLongestAlone() {
        return sessions.giveUpLongestAlone();
    }

    /** Runs a session from hello to farewell, and ends its connections. */
    void serve(Connection connection, Stream control) {
        try (Answered paths = new Answered(connection, tools.patience(), new SetAside(this::schemes));
                Session session = Session.respond(control, paths, tools.offer(), tools.negotiator());
                LiveSessions.Live live = sessions.enter(connection.peer(), session.request(), paths)) {
            serve(session, live.peer().abbreviated());
        } catch (ProtocolException | TransferException e) {
            LOG.warn(
                    "peer {}: {}",
                    connection.peer().abbreviated(),
                    Conversation.explain(e, "the initiator").getMessage());
        } catch (IOException e) {
            // Another way to us was faster, for one.
            LOG.debug(
                    "peer {} has left before it asked for anything: {}",
                    connection.peer().abbreviated(),
                    IoReason.of(e));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> schemes() {
        return tools.providers().arriving().stream().map(Transport::scheme).toList();
    }

    private void serve(Session session, String peer) {
        try {
            Share share = share(session.request());
            IoBackend backend = tools.providers().backend();
            try (Root root = open(backend, share)) {
                serve(session, share, root, backend, peer);
            }
            session.awaitFarewell();
        } catch (Throwable thrown) {
            TransferException why = Conversation.explain(Conversation.exception(thrown), "the initiator");
            LOG.warn("peer {}: {}", peer, why.getMessage());
            session.fail(why);
        }
    }

    private void serve(Session session, Share share, Root root, IoBackend backend, String peer)
            throws IOException, InterruptedException, TransferException {
        Message.Request request = session.request();
        String what = share.name() + "/" + request.path();
        switch (request.direction()) {
            case PUSH ->
                remembered(
                        () -> receive(session, share, root, backend),
                        tools.jobs().begin("serve push", peer, what, Optional.of(share.directory())));
            case PULL -> {
                if (Offers.byReads(session.agreement())) {
                    answer(session, root);
                } else {
                    remembered(
                            () -> send(session, root, backend),
                            tools.jobs().begin("serve pull", what, peer, Optional.empty()));
                }
            }
            case LIST -> {
                if (Offers.listsByItself(session.agreement())) {
                    answer(session, root);
                } else {
                    list(session, root);
                }
            }
            case READ -> {
                Offers.requireReads(session.agreement());
                answer(session, root);
            }
        }
    }

    /** Lets the initiator list and read what it asked for, as long as it likes. */
    private static void answer(Session session, Root root) throws IOException, InterruptedException, TransferException {
        Message.Request request = session.request();
        boolean single = !find(root, request).isDirectory();
        session.accept(single);
        Offered offered = new Offered(List.of(new Start(root, request.path(), RelPath.ROOT)));
        new Answering(session.link(), offered, Throttle.NONE, bytes -> {}).run();
    }

    private interface Half {
        Message.Done run() throws IOException, InterruptedException, TransferException;
    }

    private static void remembered(Half half, JobFolder.Begun job)
            throws IOException, InterruptedException, TransferException {
        try {
            job.done(half.run().counts());
        } catch (Throwable thrown) {
            job.interrupted(Conversation.explain(Conversation.exception(thrown), "the initiator")
                    .getMessage());
            throw thrown;
        }
    }

    private Share share(Message.Request request) throws TransferException {
        Share share = shares.get(request.share());
        if (share == null) {
            throw new TransferException(Reason.REFUSED, "there is no share \"" + request.share() + "\"" + offered());
        }
        if (share.readOnly() && request.direction() == Message.Direction.PUSH) {
            throw new TransferException(Reason.REFUSED, "the share \"" + request.share() + "\" is read-only");
        }
        return share;
    }

    private String offered() {
        return shares.isEmpty() ? "; none is offered" : "; offered are " + String.join(", ", shares.keySet());
    }

    private static Root open(IoBackend backend, Share share) throws TransferException {
        Path directory = share.directory();
        try {
            return backend.root(directory);
        } catch (IOException e) {
            throw new TransferException(
                    Reason.FILE_IO, "the share \"" + share.name() + "\" cannot be opened: " + IoReason.of(e), e);
        }
    }

    private Message.Done receive(Session session, Share share, Root root, IoBackend backend)
            throws IOException, InterruptedException, TransferException {
        Message.Request request = session.request();
        boolean byReads = Offers.byReads(session.agreement());
        Destination destination = destination(root, request);
        session.accept(false);
        try (KnownChunks known = known(session, backend);
                ReadLink reading = new ReadLink(session.link(), RelPath.ROOT)) {
            Meter meter = new Meter();
            Carriage carriage = carriage(session, known);
            Receiving receiving = byReads
                    ? new Receiving(reading, destination, backend.name(), share.setId(), meter, carriage)
                    : new Receiving(session.link(), destination, backend.name(), share.setId(), meter, carriage);
            return receiving.run();
        }
    }

    private static Destination destination(Root root, Message.Request request) throws TransferException {
        try {
            return Destination.of(root, request.path(), request.trailingSlash(), request.single());
        } catch (FileSystemException e) {
            throw new TransferException(
                    Reason.FILE_IO,
                    "the directory " + request.path() + " cannot be made in the share \"" + request.share() + "\": "
                            + IoReason.of(e),
                    e);
        } catch (IOException e) {
            throw new TransferException(Reason.FILE_IO, IoReason.of(e), e);
        }
    }

    private Message.Done send(Session session, Root root, IoBackend backend)
            throws IOException, InterruptedException, TransferException {
        Message.Request request = session.request();
        Entry first = find(root, request);
        RelPath as = Transfers.as(request, !first.isDirectory());
        session.accept(!first.isDirectory());
        try (KnownChunks known = known(session, backend);
                WorkQueue queue = new WorkQueue(Offers.chunking(session.agreement()), tools.shelf())) {
            return new Sending(
                            session.link(),
                            List.of(new Start(root, request.path(), as)),
                            queue,
                            new Meter(),
                            carriage(session, known))
                    .run();
        }
    }

    private static Entry find(Root root, Message.Request request) throws TransferException {
        try {
            Optional<Entry> entry = root.find(request.path());
            return entry.orElseThrow(() -> new TransferException(
                    Reason.SELECTION, "there is no " + request.path() + " in the share \"" + request.share() + "\""));
        } catch (IOException e) {
            throw new TransferException(Reason.FILE_IO, request.path() + ": " + IoReason.of(e), e);
        }
    }

    private void list(Session session, Root root) throws TransferException, InterruptedException {
        Message.Request request = session.request();
        Entry first = find(root, request);
        RelPath as = first.isDirectory() || request.path().isRoot()
                ? RelPath.ROOT
                : request.path().below(request.path().parent());
        session.accept(!first.isDirectory());
        Sender sender = new Sender();
        boolean complete = Scanner.look(new Start(root, request.path(), as), new ScanListener() {
            @Override
            public void found(List<Found> batch) throws InterruptedException {
                session.link().awaitRoom();
                send(sender.found(batch), session.link());
            }

            @Override
            public void problems(List<EntryProblem> batch) {
                send(sender.undeliverable(batch), session.link());
            }
        });
        send(sender.scanned(complete), session.link());
    }

    private static void send(List<Action> actions, Link link) {
        for (Action action : actions) {
            if (action instanceof Action.Send send) {
                link.post(send.message());
            }
        }
    }

    /** A peer gets nothing that lies outside the shares by saying its hash. */
    private KnownChunks known(Session session, IoBackend backend) throws TransferException {
        return new KnownChunks(
                tools.chunks(),
                tools.hasher(session.agreement()),
                Offers.chunking(session.agreement()),
                backend,
                this::isShared,
                true);
    }

    private boolean isShared(Path directory) {
        return shares.values().stream().anyMatch(share -> directory.startsWith(share.directory()));
    }

    private Carriage carriage(Session session, KnownChunks known) throws TransferException {
        Lanes taken = new Lanes(
                session.paths(),
                tools.lanes(session.agreement()),
                Offers.chunking(session.agreement()),
                Offers.seals(session.agreement()),
                Throttle.NONE,
                TransferListener.NONE);
        return tools.carriage(session.agreement(), taken, known);
    }
}
