package org.sluice.core.session;

import java.util.Optional;

/** A control stream within one process: both halves of a session, no bytes. */
public final class LocalLink implements Link {

    private final Mailbox<Message> in;
    private final Mailbox<Message> out;

    private LocalLink(Mailbox<Message> in, Mailbox<Message> out) {
        this.in = in;
        this.out = out;
    }

    /** The two ends of a new link. */
    public static Ends open() {
        Mailbox<Message> there = new Mailbox<>();
        Mailbox<Message> back = new Mailbox<>();
        return new Ends(new LocalLink(back, there), new LocalLink(there, back));
    }

    /** One end for each half of a session. */
    public record Ends(LocalLink sender, LocalLink receiver) {

        /** Ends both directions, whoever waits. */
        public void close() {
            sender.in.close();
            sender.out.close();
        }
    }

    @Override
    public void post(Message message) {
        out.put(message);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        out.awaitRoom();
    }

    @Override
    public Optional<Message> next() throws InterruptedException {
        return in.take();
    }

    @Override
    public void finish() {
        out.close();
    }
}
