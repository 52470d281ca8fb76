package org.sluice.itest.plain;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sluice.itest.plain.Control.Frame;
import org.sluice.itest.plain.Control.Strangeness;

/** The peer: it dials or is dialled, and sends or receives a directory. */
public final class PlainPeer {

    private static final int PUSH = 1;
    private static final int READ = 4;
    private static final int FRAME = 1 << 20;
    private static final long PATIENCE_SECONDS = 60;

    private final Identity identity;
    private final Strangeness strangeness;

    private PlainPeer(Identity identity, Strangeness strangeness) {
        this.identity = identity;
        this.strangeness = strangeness;
    }

    /** One with a new key, which it keeps in a folder. */
    public static PlainPeer make(Path folder) throws Exception {
        return new PlainPeer(Identity.make(folder), Strangeness.NONE);
    }

    /** The same, which sends what nobody knows before each frame of its own: what may be skipped. */
    public PlainPeer chatty() {
        return new PlainPeer(identity, new Strangeness(false, 0, Integer.MAX_VALUE));
    }

    /** The same, which sends what nobody knows before one frame of its own: what must not be skipped. */
    public PlainPeer demanding(int frame) {
        return new PlainPeer(identity, new Strangeness(true, frame, frame));
    }

    /** Which others trust it by. */
    public String fingerprint() {
        return identity.fingerprint();
    }

    private static Proto hello() {
        return new Proto()
                .with(1, 1)
                .with(2, 1)
                .with(3, "plain 1")
                .with(4, new Proto().with(1, "teleporter").with(2, "beam"))
                .with(5, new Proto().with(1, "read"))
                .with(
                        5,
                        new Proto()
                                .with(1, "com.example.unheard-of")
                                .with(2, new Proto().with(1, "key").with(2, "value")))
                .with(6, FRAME)
                .with(77, "a field from the future");
    }

    /** Listens, and serves one session from or into a directory. */
    public Serving serve(Path directory) throws IOException {
        Wire.Listening listening = new Wire.Listening(identity);
        FutureTask<Void> session = new FutureTask<>(() -> {
            try (Control control = new Control(listening.await(), strangeness)) {
                control.take();
                control.send(Control.HELLO, hello());
                control.next(Control.HELLO);
                Proto request = control.next(Control.REQUEST);
                Path at = PlainFolder.below(directory, request.text(3));
                control.send(Control.ACCEPTED, new Proto().with(1, Files.isRegularFile(at) ? 1 : 0));
                if (request.number(1) == PUSH) {
                    Files.createDirectories(at);
                    receive(control, at, true);
                } else {
                    send(control, at);
                }
                return null;
            }
        });
        Thread.ofPlatform().daemon().name("plain session").start(session);
        return new Serving(listening, session);
    }

    /** A peer that is being served. */
    public record Serving(Closeable listening, FutureTask<Void> session, int port) implements AutoCloseable {

        private Serving(Wire.Listening listening, FutureTask<Void> session) {
            this(listening, session, listening.port());
        }

        /** As in {@code location("in/tree")}. */
        public String location(String path) {
            return "127.0.0.1:" + port + ":/" + path;
        }

        /** Waits for the session's end. */
        public void await() throws Exception {
            get(session);
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private static void get(FutureTask<Void> session) throws Exception {
        try {
            session.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new AssertionError("the session does not end", e);
        }
    }

    /** Reads a directory of a peer's share, by lists and reads alone. */
    public void pull(int port, String share, String path, Path into) throws Exception {
        dial(port, request(READ, share, path), control -> {
            receive(control, into, false);
            return null;
        });
    }

    /** Sends what is in a directory to one in a peer's share. */
    public void push(Path from, int port, String share, String path) throws Exception {
        dial(port, request(PUSH, share, path), control -> {
            send(control, from);
            return null;
        });
    }

    private static Proto request(int direction, String share, String path) {
        return new Proto().with(1, direction).with(2, share).with(3, path);
    }

    private interface Talk {
        Void with(Control control) throws Exception;
    }

    private void dial(int port, Proto request, Talk talk) throws Exception {
        Callable<Void> session = () -> {
            try (Control control = new Control(Wire.dial(identity, port), strangeness)) {
                control.open();
                control.send(Control.HELLO, hello());
                control.send(Control.REQUEST, request);
                control.next(Control.HELLO);
                control.next(Control.ACCEPTED);
                return talk.with(control);
            }
        };
        FutureTask<Void> task = new FutureTask<>(session);
        Thread.ofPlatform().daemon().name("plain session").start(task);
        get(task);
    }

    /** Answers until the receiver is done. */
    private static void send(Control control, Path from) throws IOException {
        while (true) {
            Frame asked = control.next();
            Proto message = asked.message();
            switch (asked.type()) {
                case Control.LIST_REQUEST ->
                    control.send(
                            Control.LISTING,
                            PlainFolder.listing(message.number(1), PlainFolder.below(from, message.text(2))));
                case Control.READ_REQUEST ->
                    control.send(
                            Control.READ_RESPONSE,
                            PlainFolder.part(
                                    message.number(1),
                                    PlainFolder.below(from, message.text(2)),
                                    message.number(3),
                                    (int) message.number(4)));
                case Control.ERROR -> throw new IOException("the peer says: " + message.text(2));
                default -> {
                    control.finish();
                    return;
                }
            }
        }
    }

    private static void receive(Control control, Path into, boolean tells) throws IOException {
        Proto score = new PlainReceiver(control, into).run();
        if (tells) {
            control.send(Control.DONE, score);
        }
        control.finish();
        while (!control.next().isLast()) {
            // The sender leaves when it has heard that we are done.
        }
    }
}
