package org.sluice.core.session;

import java.util.List;
import org.sluice.chunk.Hash;

/** What a {@link Sender} or a {@link Receiver} wants done. */
public sealed interface Action {

    /** Send a message to the peer. */
    record Send(Message message) implements Action {}

    /** Sender: the contents of these files shall move, in this order. */
    record Deliver(List<SourceFile> files) implements Action {}

    /** Sender: say the hashes of these files' chunks; answer with {@code hashed} or {@code unhashable}. */
    record HashChunks(List<SourceFile> files) implements Action {}

    /**
     * Sender: these chunks of a file shall move.
     *
     * @param said the hashes they must have
     */
    record DeliverChunks(SourceFile file, List<Integer> numbers, ChunkHashes said) implements Action {}

    /** Sender: nothing more will be wanted; lanes end when what is queued is done. */
    record EndDelivery() implements Action {}

    /** Sender: the receiver's word on how far it is. */
    record Advance(long entries, long unchangedBytes) implements Action {}

    /** Receiver: compare these with what is there and make what needs no content; answer with {@code placed}. */
    record Place(List<ManifestEntry> entries) implements Action {}

    /** Receiver: fill these chunks of a file with what is here already; answer with {@code filled}. */
    record Fill(long id, int first, List<Hash> hashes) implements Action {}

    /** Receiver: the sender cannot deliver this file; drop what there is of it. */
    record Abandon(long id) implements Action {}

    /** Receiver: every file has landed or failed; set the directories right, then answer with {@code settled}. */
    record Settle() implements Action {}

    /** The session is over. */
    record Finish(Message.Done score) implements Action {}
}
