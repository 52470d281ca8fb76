package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sluice.core.session.Entries.directory;
import static org.sluice.core.session.Entries.file;
import static org.sluice.core.session.Entries.link;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.io.RelPath;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.Counts;
import org.sluice.transfer.TransferException.Reason;

class SenderTest {

    private static final Message.Done DONE =
            new Message.Done(new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0), List.of(), "double");

    private final Sender sender = new Sender();

    private void refused(Message message) {
        assertThrows(ProtocolException.class, () -> sender.on(message), () -> message + " was taken");
    }

    private static Message want(Long... ids) {
        return new Message.Want(List.of(ids));
    }

    private List<String> deliver(Message want) throws ProtocolException {
        Action.Deliver deliver = (Action.Deliver) sender.on(want).getFirst();
        return deliver.files().stream().map(f -> f.name().toString()).toList();
    }

    @Test
    void what_only_a_sender_or_an_initiator_says_is_refused() {
        refused(new Message.Hello(new Offer(1, 1, "", Map.of(), List.of(), new Limits(1 << 20, 1))));
        refused(new Message.Request(Message.Direction.PULL, "in", RelPath.ROOT, false, false));
        refused(new Message.Accepted(false, Ticket.NONE));
        refused(new Message.Entries(List.of()));
        refused(new Message.ManifestEnd(true));
        refused(new Message.Problems(List.of()));
        refused(new Message.Failure(Reason.PROTOCOL, ""));
    }

    @Test
    void entries_are_numbered_from_one_across_batches() {
        Message.Entries first = announced(sender.found(List.of(file("a", 1), directory("b"))));
        Message.Entries second = announced(sender.found(List.of(file("b/c", 1))));

        assertEquals(
                List.of(1L, 2L), first.entries().stream().map(ManifestEntry::id).toList());
        assertEquals(
                List.of(3L), second.entries().stream().map(ManifestEntry::id).toList());
    }

    @Test
    void only_a_file_has_a_size() {
        Message.Entries entries = announced(sender.found(List.of(file("a", 7), link("b"), directory("c"))));

        assertEquals(
                List.of(7L, 0L, 0L),
                entries.entries().stream().map(ManifestEntry::size).toList());
    }

    private static Message.Entries announced(List<Action> actions) {
        return (Message.Entries) ((Action.Send) actions.getFirst()).message();
    }

    @Test
    void files_are_delivered_in_the_order_they_are_asked_for() throws Exception {
        sender.found(List.of(file("a", 1), file("b", 2), file("c", 3)));

        assertEquals(List.of("c", "a"), deliver(want(3L, 1L)));
        assertEquals(List.of("b"), deliver(want(2L)));
    }

    @Test
    void a_file_asked_for_twice_is_refused() throws Exception {
        sender.found(List.of(file("a", 1), file("b", 2)));
        deliver(want(1L));

        refused(want(1L));
        refused(want(2L, 2L));
    }

    @Test
    void what_is_not_on_offer_is_refused() throws Exception {
        sender.found(List.of(file("a", 1), directory("b"), link("c")));

        refused(want(2L));
        refused(want(3L));
        refused(want(4L));
        refused(want(0L));
        refused(want(-1L));
        assertEquals(List.of("a"), deliver(want(1L)));
    }

    @Test
    void nothing_may_be_asked_for_after_that_was_all() throws Exception {
        sender.found(List.of(file("a", 1)));
        assertEquals(List.of(new Action.EndDelivery()), sender.on(new Message.WantEnd()));

        refused(want(1L));
        refused(new Message.WantEnd());
    }

    @Test
    void a_receiver_that_is_done_before_it_has_compared_everything_is_refused() throws Exception {
        refused(DONE);
        sender.on(new Message.WantEnd());

        assertEquals(List.of(new Action.Finish(DONE)), sender.on(DONE));
    }

    @Test
    void progress_and_pings_are_taken_at_any_time() throws Exception {
        assertEquals(List.of(new Action.Advance(3, 4)), sender.on(new Message.Progress(3, 4)));
        assertEquals(List.of(), sender.on(new Message.Ping()));
    }
}
