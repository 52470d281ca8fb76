package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sluice.core.session.Entries.announced;
import static org.sluice.core.session.Entries.file;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Action.Send;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.io.RelPath;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem.Severity;

/** Files whose chunks are compared one by one: who says what when, and what is refused. */
class ChunksTest {

    private static final long THREE = 2L * Chunk.SIZE + 1;

    private final Sender sender = new Sender();
    private final Receiver receiver = new Receiver("double", Chunking.USUAL, 4096);

    private static List<Hash> hashes(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Hash(i, 1, 2, 3)).toList();
    }

    private void wantInPart(long... sizes) throws ProtocolException {
        List<ManifestEntry> entries = IntStream.range(0, sizes.length)
                .mapToObj(i -> announced(i + 1, "f" + i, sizes[i]))
                .toList();
        receiver.on(new Message.Entries(entries));
        List<Action> actions = receiver.placed(
                entries.stream().map(e -> Placed.as(e, Verdict.WANTED_IN_PART)).toList());
        assertEquals(
                new Send(new Message.RequestManifest(
                        entries.stream().map(ManifestEntry::id).toList())),
                actions.getFirst());
    }

    private void refusedByReceiver(Message message) {
        assertThrows(ProtocolException.class, () -> receiver.on(message), () -> message + " was taken");
    }

    private void refusedBySender(Message message) {
        assertThrows(ProtocolException.class, () -> sender.on(message), () -> message + " was taken");
    }

    private static Message.ManifestResponse response(long id, int first, int count) {
        return new Message.ManifestResponse(id, first, hashes(count));
    }

    @Test
    void only_chunks_that_are_not_there_cross_the_wire() throws Exception {
        Exchange exchange = new Exchange();
        exchange.thereInPart.add("f");
        exchange.chunksThere.add(new Hash(0, 0, 0, "f".hashCode()));
        exchange.chunksThere.add(new Hash(2, 0, 0, "f".hashCode()));

        Message.Done score = exchange.run(List.of(file("f", 4L * Chunk.SIZE)));

        assertEquals(List.of("f 1", "f 3"), exchange.delivered);
        assertEquals(4L * Chunk.SIZE, score.counts().bytes());
        assertEquals(2L * Chunk.SIZE, score.counts().reusedBytes());
    }

    @Test
    void a_file_of_which_all_is_there_is_not_sent() throws Exception {
        Exchange exchange = new Exchange();
        exchange.thereInPart.add("f");
        exchange.chunksThere.add(new Hash(0, 0, 0, "f".hashCode()));

        Message.Done score = exchange.run(List.of(file("f", Chunk.SIZE)));

        assertEquals(List.of(), exchange.delivered);
        assertEquals(new Counts(1, 0, 0, 0, 0, 0, 0, Chunk.SIZE, 0).withReused(Chunk.SIZE), score.counts());
    }

    @Test
    void a_file_whose_hashes_cannot_be_said_fails_alone() throws Exception {
        Exchange exchange = new Exchange();
        exchange.thereInPart.add("f");
        exchange.unreadable.add("f");

        Message.Done score = exchange.run(List.of(file("f", Chunk.SIZE), file("g", 1)));

        assertEquals(List.of("g"), exchange.delivered);
        assertEquals(1, score.counts().vanished());
        assertEquals(1, score.counts().files());
    }

    @Test
    void the_wants_do_not_end_before_every_chunk_is_decided() throws Exception {
        wantInPart(THREE);
        assertEquals(List.of(), receiver.on(new Message.ManifestEnd(true)));
        receiver.on(response(1, 0, 2));
        receiver.on(response(1, 2, 1));

        assertFalse(receiver.filled(1, 2, List.of(1), 0).contains(new Send(new Message.WantEnd())));
        List<Action> last = receiver.filled(1, 1, List.of(), 1);

        assertEquals(new Send(new Message.WantEnd()), last.getLast());
    }

    @Test
    void a_file_that_fails_is_no_longer_waited_for() throws Exception {
        wantInPart(THREE);
        receiver.on(new Message.ManifestEnd(true));

        List<Action> actions = receiver.failed(1, "writing: disk full");

        assertEquals(List.of(new Send(new Message.WantEnd()), new Action.Settle()), actions);
        assertEquals(List.of(), receiver.on(response(1, 0, 3)));
    }

    @Test
    void chunks_in_great_number_are_asked_for_in_several_messages() throws Exception {
        wantInPart(3000L * Chunk.SIZE);
        receiver.on(response(1, 0, 3000));

        List<Action> actions =
                receiver.filled(1, 3000, IntStream.range(0, 3000).boxed().toList(), 0);

        List<Integer> sizes = actions.stream()
                .filter(a -> a instanceof Send(Message.RequestChunks m) && m.id() == 1)
                .map(a ->
                        ((Message.RequestChunks) ((Send) a).message()).numbers().size())
                .toList();
        assertEquals(List.of(1024, 1024, 952), sizes);
    }

    @Test
    void hashes_nobody_asked_for_are_refused() throws Exception {
        receiver.on(new Message.Entries(List.of(announced(1, "whole", THREE))));
        receiver.placed(List.of(Placed.as(announced(1, "whole", THREE), Verdict.WANTED)));

        refusedByReceiver(response(1, 0, 3));
        refusedByReceiver(response(2, 0, 1));
        refusedByReceiver(new Message.Missing(1, List.of()));
        refusedByReceiver(new Message.Missing(1, List.of(0)));
    }

    @Test
    void hashes_of_chunks_that_a_file_has_not_are_refused() throws Exception {
        wantInPart(THREE, THREE, THREE, THREE, THREE);

        refusedByReceiver(response(1, 0, 4));
        refusedByReceiver(response(2, 3, 1));
        refusedByReceiver(response(3, Integer.MAX_VALUE, 2));
        refusedByReceiver(response(4, 0, 0));
        refusedByReceiver(response(5, -1, 1));
    }

    @Test
    void hashes_of_a_chunk_said_twice_are_refused() throws Exception {
        wantInPart(THREE);
        receiver.on(response(1, 1, 2));

        refusedByReceiver(response(1, 0, 2));
        receiver.on(response(1, 0, 1));
    }

    @Test
    void what_only_the_other_half_says_is_refused() {
        refusedByReceiver(new Message.RequestManifest(List.of(1L)));
        refusedByReceiver(new Message.RequestChunks(1, List.of(1)));
        refusedBySender(response(1, 0, 1));
        refusedBySender(new Message.Missing(1, List.of()));
    }

    @Test
    void chunks_are_delivered_once_and_only_when_their_hashes_were_said() throws Exception {
        sender.found(List.of(file("f", THREE)));
        refusedBySender(new Message.RequestChunks(1, List.of(0)));
        sender.on(new Message.RequestManifest(List.of(1L)));
        refusedBySender(new Message.RequestChunks(1, List.of(0)));
        assertEquals(List.of(new Send(response(1, 0, 2))), sender.hashed(1, 0, hashes(2)));

        assertEquals(1, sender.on(new Message.RequestChunks(1, List.of(1))).size());
        refusedBySender(new Message.RequestChunks(1, List.of(1)));
        refusedBySender(new Message.RequestChunks(1, List.of(2)));
        refusedBySender(new Message.RequestChunks(1, List.of(-1)));
        refusedBySender(new Message.RequestChunks(1, List.of()));
        refusedBySender(new Message.RequestChunks(1, List.of(0, 0)));
    }

    @Test
    void a_file_is_wanted_whole_or_in_part_but_not_both() throws Exception {
        sender.found(List.of(file("f", THREE), file("g", THREE)));
        sender.on(new Message.RequestManifest(List.of(1L)));
        sender.on(new Message.Want(List.of(2L)));

        refusedBySender(new Message.Want(List.of(1L)));
        refusedBySender(new Message.RequestManifest(List.of(1L)));
        refusedBySender(new Message.RequestManifest(List.of(2L)));
        refusedBySender(new Message.RequestManifest(List.of(3L)));
    }

    @Test
    void nothing_is_hashed_or_delivered_after_that_was_all() throws Exception {
        sender.found(List.of(file("f", THREE), file("g", THREE)));
        sender.on(new Message.RequestManifest(List.of(1L)));
        sender.on(new Message.WantEnd());

        assertEquals(List.of(), sender.hashed(1, 0, hashes(3)));
        refusedBySender(new Message.RequestManifest(List.of(2L)));
        refusedBySender(new Message.RequestChunks(1, List.of(0)));
    }

    @Test
    void many_hashes_are_said_in_several_messages() throws Exception {
        sender.found(List.of(file("f", 10_000L * Chunk.SIZE)));
        sender.on(new Message.RequestManifest(List.of(1L)));

        List<Action> actions = sender.hashed(1, 0, hashes(10_000));

        assertEquals(2, actions.size());
        Message.ManifestResponse second = (Message.ManifestResponse) ((Send) actions.getLast()).message();
        assertEquals(Message.MAX_HASHES, second.first());
        assertEquals(10_000 - Message.MAX_HASHES, second.hashes().size());
    }

    @Test
    void a_file_whose_tail_has_changed_keeps_the_rest() throws Exception {
        Exchange exchange = new Exchange();
        exchange.thereInPart.add("f");
        exchange.cut.add("f");
        exchange.chunksThere.add(new Hash(1, 0, 0, "f".hashCode()));

        Message.Done score = exchange.run(List.of(file("f", 4L * Chunk.SIZE), file("g", 1)));

        assertEquals(
                List.of("f 0", "f 2", "g"), exchange.delivered.stream().sorted().toList());
        assertEquals(List.of(1L), exchange.abandoned);
        assertEquals(1, score.counts().vanished());
        assertEquals(1, score.counts().files());
        assertEquals(Unreadable.CHANGED, score.problems().getFirst().reason());
    }

    @Test
    void a_file_of_which_chunks_are_missing_ends_when_the_others_have_come() throws Exception {
        wantInPart(THREE);
        receiver.on(new Message.ManifestEnd(true));
        receiver.on(response(1, 0, 2));
        receiver.on(new Message.Missing(1, List.of(2)));
        receiver.filled(1, 2, List.of(0, 1), 0);
        assertFalse(receiver.arrived(1, 1).contains(new Action.Abandon(1)));

        List<Action> last = receiver.arrived(1, 0);

        assertEquals(List.of(new Action.Abandon(1), new Action.Settle()), last);
    }

    @Test
    void chunks_that_a_file_has_not_or_that_were_said_are_not_missing() throws Exception {
        wantInPart(THREE, THREE, THREE);
        receiver.on(response(1, 0, 2));

        refusedByReceiver(new Message.Missing(1, List.of(1)));
        refusedByReceiver(new Message.Missing(2, List.of(3)));
        refusedByReceiver(new Message.Missing(2, List.of(0, 0)));
        receiver.on(new Message.Missing(3, List.of(2)));
        refusedByReceiver(response(3, 2, 1));
    }

    @Test
    void chunks_that_have_changed_are_told_in_messages_of_their_own_and_not_delivered() throws Exception {
        sender.found(List.of(file("f", 3000L * Chunk.SIZE)));
        assertEquals(List.of(), sender.changed(1, 0, 1), "nobody asked");
        sender.on(new Message.RequestManifest(List.of(1L)));

        List<Integer> told = sender.changed(1, 1000, 2000).stream()
                .map(a -> ((Message.Missing) ((Send) a).message()).numbers().size())
                .toList();

        assertEquals(List.of(1024, 976), told);
        refusedBySender(new Message.RequestChunks(1, List.of(1000)));
    }

    @Test
    void a_sender_that_cannot_hash_says_why() throws Exception {
        sender.found(List.of(file("f", THREE)));
        EntryProblem problem = new EntryProblem(1, RelPath.parse("f"), Severity.VANISHED, "changed");

        assertEquals(
                List.of(new Send(new Message.Missing(1, List.of())), new Send(new Message.Problems(List.of(problem)))),
                sender.unhashable(problem));
    }
}
