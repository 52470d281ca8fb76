package org.sluice.core.read;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.RelPath;

/** Lists and reads what a sender offers. Any thread may ask, and waits for its own answer; one hears for all. */
public final class Reads {

    /** Parts of files that are asked for and have not come, at most: 8 MiB. */
    private static final int WINDOW = 64;

    private final Link link;
    private final AtomicLong numbers = new AtomicLong();
    private final Semaphore room = new Semaphore(WINDOW);
    private final Map<Long, Question> open = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** By a link that somebody hears for us. */
    public Reads(Link link) {
        this.link = link;
    }

    /** What was asked, and its answers. */
    public final class Question {

        private final Class<? extends Message> kind;
        private final Mailbox<Message> answers = new Mailbox<>();

        private Question(Class<? extends Message> kind) {
            this.kind = kind;
        }

        private <M extends Message> M await(Class<M> answer) throws IOException, InterruptedException {
            return answer.cast(answers.take().orElseThrow(NobodyHearsException::new));
        }

        /** The part that was asked for. */
        public Message.ReadResponse part() throws IOException, InterruptedException {
            return await(Message.ReadResponse.class);
        }

        /** The next of what was asked for, up to the last. */
        public Message.Listing listing() throws IOException, InterruptedException {
            return await(Message.Listing.class);
        }
    }

    /** Asks what lies at a path. */
    public Question list(RelPath path) {
        long number = numbers.incrementAndGet();
        return ask(number, new Question(Message.Listing.class), new Message.ListRequest(number, path));
    }

    /** Asks for a part of a file; waits while too many are on their way. */
    public Question read(RelPath path, long offset, int length) throws InterruptedException {
        room.acquire();
        long number = numbers.incrementAndGet();
        return ask(
                number,
                new Question(Message.ReadResponse.class),
                new Message.ReadRequest(number, path, offset, length));
    }

    private Question ask(long number, Question question, Message request) {
        open.put(number, question);
        if (ended) {
            question.answers.close();
        }
        link.post(request);
        return question;
    }

    /**
     * Hears until the sender ends the session.
     *
     * @return why it does
     */
    public Message.Failure hear() throws IOException, InterruptedException {
        while (true) {
            switch (link.next().orElseThrow(() -> new EOFException("the peer has left"))) {
                case Message.Listing listing -> answer(listing.number(), listing, listing.last());
                case Message.ReadResponse response -> {
                    answer(response.number(), response, true);
                    room.release();
                }
                case Message.Failure failure -> {
                    return failure;
                }
                case Message.Ping ping -> {}
                case Message other ->
                    throw new ProtocolException("a sender that is listed and read does not send "
                            + other.getClass().getSimpleName());
            }
        }
    }

    private void answer(long number, Message answer, boolean last) throws ProtocolException, InterruptedException {
        Question question = open.get(number);
        if (question == null || !question.kind.isInstance(answer)) {
            throw new ProtocolException("an answer to question " + number + ", which was not asked");
        }
        if (last) {
            open.remove(number);
        }
        question.answers.awaitRoom();
        question.answers.put(answer);
    }

    /** Nobody hears any more: whoever waits for an answer is told. */
    public void end() {
        ended = true;
        open.values().forEach(question -> question.answers.close());
    }
}
