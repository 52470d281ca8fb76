package org.sluice.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;

/** What a hostile peer may say about chunks. */
class ChunkMessagesTest {

    private static Optional<Message> decode(int type, MessageLite message) throws ProtocolException {
        return MessageCodec.decode(type, ByteBuffer.wrap(message.toByteArray()));
    }

    private static void refused(int type, MessageLite message) {
        assertThrows(ProtocolException.class, () -> decode(type, message));
    }

    private static Wire.ManifestResponse hashes(int bytes) {
        return Wire.ManifestResponse.newBuilder()
                .setId(1)
                .setHashes(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    @Test
    void hashes_are_whole_and_not_too_many() throws Exception {
        int most = Message.MAX_HASHES * Hash.BYTES;
        Message.ManifestResponse largest = (Message.ManifestResponse)
                decode(MessageCodec.MANIFEST_RESPONSE, hashes(most)).orElseThrow();
        assertEquals(Message.MAX_HASHES, largest.hashes().size());

        refused(MessageCodec.MANIFEST_RESPONSE, hashes(most + Hash.BYTES));
        refused(MessageCodec.MANIFEST_RESPONSE, hashes(31));
        refused(MessageCodec.MANIFEST_RESPONSE, hashes(33));
    }

    @Test
    void a_chunk_has_a_number() {
        refused(
                MessageCodec.MANIFEST_RESPONSE,
                Wire.ManifestResponse.newBuilder().setId(1).setFirst(-1).build());
        refused(
                MessageCodec.REQUEST_CHUNKS,
                Wire.RequestChunks.newBuilder().setId(1).addNumber(-1).build());
        refused(
                MessageCodec.MISSING,
                Wire.Missing.newBuilder().setId(1).addNumber(-1).build());
    }

    @Test
    void lists_are_no_longer_than_a_message_may_have_entries() throws Exception {
        Wire.RequestManifest.Builder ids = Wire.RequestManifest.newBuilder().addAllId(Collections.nCopies(1024, 5L));
        Wire.RequestChunks.Builder numbers = Wire.RequestChunks.newBuilder().addAllNumber(Collections.nCopies(1024, 5));
        decode(MessageCodec.REQUEST_MANIFEST, ids.build());
        decode(MessageCodec.REQUEST_CHUNKS, numbers.build());
        Wire.Missing.Builder missing = Wire.Missing.newBuilder().addAllNumber(Collections.nCopies(1024, 5));
        decode(MessageCodec.MISSING, missing.build());

        refused(MessageCodec.MISSING, missing.addNumber(5).build());
        refused(MessageCodec.REQUEST_MANIFEST, ids.addId(5).build());
        refused(MessageCodec.REQUEST_CHUNKS, numbers.addNumber(5).build());
    }
}
