package org.sluice.core.wire;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Message;

/** The messages about chunks, as protobuf. */
final class ChunkMessages {

    private ChunkMessages() {}

    static Wire.RequestManifest toWire(Message.RequestManifest request) {
        return Wire.RequestManifest.newBuilder().addAllId(request.ids()).build();
    }

    static Message.RequestManifest fromWire(Wire.RequestManifest wire) {
        refuseMany(wire.getIdCount());
        return new Message.RequestManifest(List.copyOf(wire.getIdList()));
    }

    static Wire.ManifestResponse toWire(Message.ManifestResponse response) {
        byte[] hashes = new byte[response.hashes().size() * Hash.BYTES];
        MemorySegment target = MemorySegment.ofArray(hashes);
        for (int i = 0; i < response.hashes().size(); i++) {
            response.hashes().get(i).writeTo(target, (long) i * Hash.BYTES);
        }
        return Wire.ManifestResponse.newBuilder()
                .setId(response.id())
                .setFirst(response.first())
                .setHashes(ByteString.copyFrom(hashes))
                .build();
    }

    static Message.ManifestResponse fromWire(Wire.ManifestResponse wire) {
        int length = wire.getHashes().size();
        if (length % Hash.BYTES != 0 || length > Message.MAX_HASHES * Hash.BYTES) {
            throw new IllegalArgumentException("hashes of " + length + " bytes");
        }
        MemorySegment bytes = MemorySegment.ofArray(wire.getHashes().toByteArray());
        List<Hash> hashes = new ArrayList<>(length / Hash.BYTES);
        for (int position = 0; position < length; position += Hash.BYTES) {
            hashes.add(Hash.of(bytes.asSlice(position, Hash.BYTES)));
        }
        return new Message.ManifestResponse(wire.getId(), number(wire.getFirst()), hashes);
    }

    static Wire.RequestChunks toWire(Message.RequestChunks request) {
        return Wire.RequestChunks.newBuilder()
                .setId(request.id())
                .addAllNumber(request.numbers())
                .build();
    }

    static Message.RequestChunks fromWire(Wire.RequestChunks wire) {
        refuseMany(wire.getNumberCount());
        return new Message.RequestChunks(
                wire.getId(),
                wire.getNumberList().stream().map(ChunkMessages::number).toList());
    }

    static Wire.Missing toWire(Message.Missing missing) {
        return Wire.Missing.newBuilder()
                .setId(missing.id())
                .addAllNumber(missing.numbers())
                .build();
    }

    static Message.Missing fromWire(Wire.Missing wire) {
        refuseMany(wire.getNumberCount());
        return new Message.Missing(
                wire.getId(),
                wire.getNumberList().stream().map(ChunkMessages::number).toList());
    }

    private static int number(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("chunk " + Integer.toUnsignedString(number));
        }
        return number;
    }

    private static void refuseMany(int count) {
        if (count > Message.MAX_ENTRIES) {
            throw new IllegalArgumentException(count + " numbers in one message");
        }
    }
}
