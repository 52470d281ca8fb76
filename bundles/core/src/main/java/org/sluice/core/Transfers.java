package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.core.LocalCopies.Kind;
import org.sluice.core.RunningTransfer.Ended;
import org.sluice.core.RunningTransfer.Run;
import org.sluice.core.compare.PeerComparison;
import org.sluice.core.compare.TreeComparison;
import org.sluice.core.home.LastSources;
import org.sluice.core.home.Paces;
import org.sluice.core.known.Copies;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.Destination;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.progress.Meter;
import org.sluice.core.rate.Throttle;
import org.sluice.core.read.Answering;
import org.sluice.core.read.Offered;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.io.EntryKind;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.ListedEntry;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.PeerTerms;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferService;

/** Starts transfers as the initiator, or within this process. */
@Component
public final class Transfers implements TransferService {

    private final Toolbox tools;
    private final LastSources lastSources;
    private final Paces paces;
    private final Dialler dialler;

    /** With what sessions need. */
    @Activate
    public Transfers(@Reference Toolbox tools, @Reference LastSources lastSources, @Reference Paces paces) {
        this.tools = tools;
        this.lastSources = lastSources;
        this.paces = paces;
        this.dialler = new Dialler(tools);
    }

    @Override
    public Transfer push(
            List<LocalPath> sources, Location destination, TransferOptions options, TransferListener listener) {
        return remembered(
                "push",
                Remembered.names(sources),
                destination.toString(),
                Optional.empty(),
                destination.peer(),
                meter -> push(sources, destination, options, listener, meter));
    }

    private Transfer remembered(String verb, String from, String to, Optional<Path> destination, String peer, Run run) {
        return new RunningTransfer(peer, new Remembered(tools.jobs(), verb, from, to, destination, peer, run));
    }

    private Ended push(
            List<LocalPath> paths, Location to, TransferOptions options, TransferListener listener, Meter meter)
            throws IOException, InterruptedException, TransferException {
        IoBackend backend = tools.providers().backend();
        try (Sources sources = Sources.open(backend, paths);
                InitiatedSession initiated =
                        dialler.dial(to, options, request(Message.Direction.PUSH, to, sources.single()))) {
            Session session = initiated.session();
            boolean byReads = Offers.byReads(session.agreement());
            initiated.acceptedForContents(listener);
            meter.begins();
            Throttle throttle = new Throttle(options.bandwidth());
            if (byReads) {
                Answering answering =
                        new Answering(session.link(), new Offered(sources.starts()), throttle, meter::moved);
                Message.Done score = run(session, () -> scored(answering));
                initiated.leave();
                return Ended.of(score, path(session, 1, backend.name(), "read by the peer part by part"));
            }
            try (KnownChunks known = known(session, backend);
                    WorkQueue queue = new WorkQueue(Offers.chunking(session.agreement()), tools.shelf())) {
                Carriage carriage = carriage(session, known, throttle, listener);
                Sending sending = new Sending(initiated.link(), sources.starts(), queue, meter, carriage);
                Message.Done score = run(session, sending::run);
                initiated.leave();
                return Ended.of(score, path(session, sending.lanes(), backend.name(), sending.compression()));
            }
        }
    }

    @Override
    public Transfer pull(Location source, LocalPath destination, TransferOptions options, TransferListener listener) {
        return remembered(
                "pull",
                source.toString(),
                Remembered.names(List.of(destination)),
                Optional.of(destination.path()),
                source.peer(),
                meter -> pull(source, destination, options, listener, meter));
    }

    private Ended pull(Location from, LocalPath to, TransferOptions options, TransferListener listener, Meter meter)
            throws IOException, InterruptedException, TransferException {
        IoBackend backend = tools.providers().backend();
        try (InitiatedSession initiated = dialler.dial(from, options, request(Message.Direction.PULL, from, false))) {
            Session session = initiated.session();
            boolean byReads = Offers.byReads(session.agreement());
            boolean single = initiated.acceptedForContents(listener).single();
            meter.begins();
            try (KnownChunks known = known(session, backend);
                    Destination destination = LocalDestination.open(backend, to, single);
                    ReadLink reading = new ReadLink(session.link(), as(session.request(), single))) {
                Throttle throttle = new Throttle(options.bandwidth());
                Carriage carriage = carriage(session, known, throttle, listener);
                Receiving receiving = byReads
                        ? new Receiving(reading, destination, backend.name(), false, meter, carriage)
                        : new Receiving(initiated.link(), destination, backend.name(), false, meter, carriage);
                Message.Done score = run(session, receiving::run);
                initiated.leave();
                return Ended.of(score, path(session, receiving.lanes(), backend.name(), receiving.compression()));
            }
        }
    }

    /** A receiver that reads says how it ends; who leaves without has broken off. */
    private static Message.Done scored(Answering answering)
            throws IOException, InterruptedException, TransferException {
        return answering.run().orElseThrow(() -> new EOFException("the peer has left"));
    }

    /** What the manifest of a pull calls what was asked for. */
    static RelPath as(Message.Request request, boolean single) {
        boolean contents = request.path().isRoot() || (request.trailingSlash() && !single);
        return contents ? RelPath.ROOT : request.path().below(request.path().parent());
    }

    @Override
    public Transfer copy(
            List<LocalPath> sources, LocalPath destination, TransferOptions options, TransferListener listener) {
        return local(Kind.COPY, sources, destination, options, listener);
    }

    @Override
    public Transfer mirror(
            List<LocalPath> sources, LocalPath destination, TransferOptions options, TransferListener listener) {
        return local(Kind.MIRROR, sources, destination, options, listener);
    }

    @Override
    public Transfer move(
            List<LocalPath> sources, LocalPath destination, TransferOptions options, TransferListener listener) {
        return local(Kind.MOVE, sources, destination, options, listener);
    }

    private Transfer local(
            Kind kind,
            List<LocalPath> sources,
            LocalPath destination,
            TransferOptions options,
            TransferListener listener) {
        Run run = meter -> new LocalCopies(
                        tools.providers().backend(),
                        new Copies(tools.chunks().folder()),
                        lastSources,
                        paces,
                        kind,
                        options,
                        listener)
                .run(sources, destination, meter);
        return options.dryRun()
                ? new RunningTransfer("this machine", run)
                : remembered(
                        kind.name().toLowerCase(Locale.ROOT),
                        Remembered.names(sources),
                        Remembered.names(List.of(destination)),
                        Optional.of(destination.path()),
                        "this machine",
                        run);
    }

    @Override
    public Transfer undo(LocalPath destination, boolean dryRun, TransferListener listener) {
        return new RunningTransfer(
                "this machine",
                meter -> LocalCopies.undo(tools.providers().backend(), destination, dryRun, listener, meter));
    }

    @Override
    public void list(Location location, TransferOptions options, Consumer<ListedEntry> found)
            throws TransferException, InterruptedException {
        try (InitiatedSession initiated =
                dialler.dial(location, options, request(Message.Direction.LIST, location, false))) {
            Session session = initiated.session();
            initiated.accepted();
            run(session, () -> {
                new ShareListing(session, entry -> found.accept(listed(entry))).run();
                return true;
            });
        } catch (IOException e) {
            throw Conversation.explain(e, location.peer());
        }
    }

    @Override
    public PeerTerms terms(String peer, TransferOptions options) throws TransferException, InterruptedException {
        return dialler.terms(peer, options);
    }

    private static ListedEntry listed(ManifestEntry entry) {
        return new ListedEntry(
                entry.path().toString(),
                type(entry.kind()),
                entry.metadata().mode(),
                entry.metadata().uid(),
                entry.metadata().gid(),
                entry.size(),
                entry.metadata().modified(),
                new String(entry.target(), StandardCharsets.UTF_8));
    }

    private static char type(EntryKind kind) {
        return switch (kind) {
            case FILE -> '-';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'l';
            case FIFO -> 'p';
            case SOCKET -> 's';
            case BLOCK_DEVICE -> 'b';
            case CHARACTER_DEVICE -> 'c';
        };
    }

    @Override
    public Comparison verify(
            LocalPath source, LocalPath destination, TransferOptions options, ComparisonListener listener)
            throws TransferException, InterruptedException {
        return TreeComparison.compare(
                tools.providers().backend(), source.path(), destination.path(), options, listener);
    }

    @Override
    public Comparison verify(
            LocalPath ours,
            Location theirs,
            boolean theirsIsSource,
            TransferOptions options,
            ComparisonListener listener)
            throws TransferException, InterruptedException {
        Location contents = new Location(theirs.peer(), theirs.share(), theirs.path(), true);
        try (InitiatedSession initiated =
                dialler.dial(contents, options, request(Message.Direction.PULL, contents, false))) {
            Session session = initiated.session();
            initiated.accepted();
            if (!Offers.inChunks(session.agreement())) {
                throw new TransferException(
                        Reason.INCOMPATIBLE, theirs.peer() + " does not say hashes of chunks; update Sluice there");
            }
            Comparison comparison = run(
                    session,
                    () -> PeerComparison.compare(
                            session.link(),
                            tools.providers().backend(),
                            ours.path(),
                            theirsIsSource,
                            tools.hasher(session.agreement()),
                            Offers.chunking(session.agreement()),
                            tools.buffers(),
                            options,
                            listener));
            session.awaitFarewell();
            return comparison;
        } catch (IOException e) {
            throw Conversation.explain(e, theirs.peer());
        }
    }

    private static Message.Request request(Message.Direction direction, Location location, boolean single)
            throws TransferException {
        try {
            return new Message.Request(
                    direction, location.share(), RelPath.parse(location.path()), location.trailingSlash(), single);
        } catch (InvalidPathException e) {
            throw new TransferException(Reason.USAGE, location + ": the path " + e.getReason(), e);
        }
    }

    /** What lies anywhere here may be used: it is the user's own. */
    private KnownChunks known(Session session, IoBackend backend) throws TransferException {
        return new KnownChunks(
                tools.chunks(),
                tools.hasher(session.agreement()),
                Offers.chunking(session.agreement()),
                backend,
                directory -> true,
                false);
    }

    private Carriage carriage(Session session, KnownChunks known, Throttle throttle, TransferListener listener)
            throws TransferException {
        Lanes opened = new Lanes(
                session.paths(),
                tools.lanes(session.agreement()).at(throttle.bandwidth()),
                Offers.chunking(session.agreement()),
                Offers.seals(session.agreement()),
                throttle,
                listener);
        return tools.carriage(session.agreement(), opened, known);
    }

    private interface Half<R> {
        R run() throws IOException, InterruptedException, TransferException;
    }

    /** Runs a half and tells the peer when it fails. */
    private static <R> R run(Session session, Half<R> half)
            throws IOException, InterruptedException, TransferException {
        try {
            return half.run();
        } catch (IOException | TransferException | RuntimeException e) {
            session.fail(Conversation.explain(e, "the initiator"));
            throw e;
        }
    }

    private static String path(Session session, int lanes, String backend, String compression) {
        return session.paths().report() + " x" + Math.max(1, lanes) + ", " + backend + ", " + compression;
    }
}
