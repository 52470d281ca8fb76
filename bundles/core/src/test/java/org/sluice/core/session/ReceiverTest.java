package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.core.session.Entries.announced;
import static org.sluice.core.session.Entries.announcedDirectory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException.Reason;

class ReceiverTest {

    private static final Message END = new Message.ManifestEnd(true);
    private static final Message PING = new Message.Ping();
    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Receiver receiver = new Receiver("double", Chunking.USUAL, 8);

    private static Message entries(ManifestEntry... entries) {
        return new Message.Entries(List.of(entries));
    }

    private static Message problem(long id) {
        return new Message.Problems(List.of(new EntryProblem(id, RelPath.parse("x"), Severity.VANISHED, "gone")));
    }

    private List<Action> want(ManifestEntry... entries) throws ProtocolException {
        receiver.on(entries(entries));
        return receiver.placed(
                Stream.of(entries).map(e -> Placed.as(e, Verdict.WANTED)).toList());
    }

    private void refused(Message message) {
        assertThrows(ProtocolException.class, () -> receiver.on(message), () -> message + " was taken");
    }

    private Counts settle(Undone... undone) {
        List<Action> actions = receiver.settled(List.of(undone));
        return ((Action.Finish) actions.getLast()).score().counts();
    }

    private static boolean settles(List<Action> actions) {
        return actions.stream().anyMatch(a -> a instanceof Action.Settle);
    }

    @Test
    void what_only_a_receiver_or_an_initiator_says_is_refused() {
        refused(new Message.Hello(new Offer(1, 1, "", Map.of(), List.of(), new Limits(1 << 20, 1))));
        refused(new Message.Request(Message.Direction.PUSH, "in", RelPath.ROOT, false, false));
        refused(new Message.Accepted(false, Ticket.NONE));
        refused(new Message.Want(List.of(1L)));
        refused(new Message.WantEnd());
        refused(new Message.Progress(0, 0));
        refused(new Message.Done(NOTHING, List.of(), ""));
        refused(new Message.Failure(Reason.PROTOCOL, ""));
    }

    @Test
    void entries_out_of_order_or_twice_are_refused() throws Exception {
        receiver.on(entries(announced(1, "a", 1), announced(5, "b", 1)));

        refused(entries(announced(5, "c", 1)));
        refused(entries(announced(4, "c", 1)));
        refused(entries(announced(0, "c", 1)));
        refused(entries(announced(-1, "c", 1)));
        receiver.on(entries(announced(6, "c", 1)));
    }

    @Test
    void entries_after_the_end_and_a_second_end_are_refused() throws Exception {
        receiver.on(END);

        refused(entries(announced(1, "a", 1)));
        refused(END);
    }

    @Test
    void the_destination_itself_must_be_a_directory() throws Exception {
        refused(entries(announced(1, "", 1)));
        receiver.on(entries(announcedDirectory(2, "")));
    }

    @Test
    void a_problem_with_an_entry_that_was_not_announced_is_refused() throws Exception {
        want(announced(1, "a", 1));

        refused(problem(2));
        refused(problem(-1));
        receiver.on(problem(1));
    }

    @Test
    void a_problem_said_twice_counts_once() throws Exception {
        want(announced(1, "a", 1), announced(2, "b", 1));

        receiver.on(problem(1));
        receiver.on(problem(1));
        receiver.on(END);
        receiver.landed(List.of(2L));

        assertEquals(new Counts(1, 0, 0, 0, 0, 1, 0, 1, 0), settle());
    }

    @Test
    void a_problem_with_a_file_that_has_landed_does_not_count() throws Exception {
        want(announced(1, "a", 1));

        receiver.landed(List.of(1L));
        receiver.on(problem(1));
        receiver.on(END);

        assertEquals(new Counts(1, 0, 0, 0, 0, 0, 0, 1, 0), settle());
    }

    @Test
    void a_file_counts_once_however_often_it_is_told_to_have_landed_or_failed() throws Exception {
        want(announced(1, "a", 1), announced(2, "b", 1));

        receiver.landed(List.of(1L, 1L));
        receiver.failed(1, "writing");
        receiver.failed(2, "writing");
        receiver.failed(2, "writing");
        receiver.landed(List.of(2L, 77L));
        receiver.on(END);

        assertEquals(new Counts(1, 0, 0, 0, 1, 0, 0, 1, 0), settle());
    }

    @Test
    void a_file_given_up_is_abandoned() throws Exception {
        want(announced(1, "a", 1));

        assertEquals(List.of(new Action.Abandon(1)), receiver.on(problem(1)));
    }

    @Test
    void the_session_settles_once_and_only_when_no_file_is_left() throws Exception {
        want(announced(1, "a", 1), announced(2, "b", 1));

        assertTrue(!settles(receiver.on(END)), "two files are on their way");
        assertTrue(!settles(receiver.landed(List.of(1L))), "one file is on its way");
        assertTrue(settles(receiver.landed(List.of(2L))), "no file is on its way");
        assertTrue(!settles(receiver.landed(List.of(2L))), "it has settled already");
    }

    @Test
    void nothing_settles_before_the_entries_at_hand_are_placed() throws Exception {
        receiver.on(entries(announced(1, "a", 1)));

        assertEquals(List.of(), receiver.on(END));
        assertTrue(settles(receiver.placed(List.of(Placed.as(announced(1, "a", 1), Verdict.UNCHANGED)))));
    }

    @Test
    void an_entry_that_fails_when_the_session_settles_counts_as_failed_only() throws Exception {
        ManifestEntry made = announcedDirectory(1, "made");
        ManifestEntry kept = announcedDirectory(2, "kept");
        receiver.on(entries(made, kept));
        receiver.placed(List.of(Placed.as(made, Verdict.MADE), Placed.as(kept, Verdict.UNCHANGED)));
        receiver.on(END);

        Counts counts = settle(
                new Undone(problemOf(made), EntryKind.DIRECTORY, Verdict.MADE),
                new Undone(problemOf(kept), EntryKind.DIRECTORY, Verdict.UNCHANGED));

        assertEquals(new Counts(0, 0, 0, 0, 2, 0, 0, 0, 0), counts);
    }

    private static EntryProblem problemOf(ManifestEntry entry) {
        return new EntryProblem(entry.id(), entry.path(), Severity.FAILED, "setting its mode");
    }

    @Test
    void a_sender_that_gives_a_file_up_and_never_says_why_is_refused() throws Exception {
        want(announced(1, "a", 1));

        receiver.givenUp(1);
        receiver.on(PING);

        refused(PING);
    }

    @Test
    void a_sender_that_says_why_a_little_later_is_not() throws Exception {
        want(announced(1, "a", 1), announced(2, "b", 1));
        receiver.on(PING);
        receiver.on(PING);

        receiver.givenUp(1);
        receiver.on(PING);
        receiver.on(problem(1));
        receiver.on(PING);
        receiver.on(PING);
        receiver.landed(List.of(2L));
        receiver.on(END);

        assertEquals(new Counts(1, 0, 0, 0, 0, 1, 0, 1, 0), settle());
    }

    @Test
    void a_file_given_up_after_its_reason_was_said_needs_no_other() throws Exception {
        want(announced(1, "a", 1));

        receiver.on(problem(1));
        receiver.givenUp(1);
        receiver.on(PING);
        receiver.on(PING);

        assertTrue(settles(receiver.on(END)));
    }
}
