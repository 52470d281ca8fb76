package org.sluice.transport.tcp;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.sluice.data.Sink;
import org.sluice.transport.PeerIdentity;

/** Any bytes as what comes by a socket once it is secured: of the root, or of one that joins. See {@code itest/fuzz}. */
public final class SocketFuzz {

    private static final PeerIdentity PEER = new PeerIdentity("1".repeat(64));

    private SocketFuzz() {}

    /** The first byte says which, and in what pieces the rest arrives. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        EmbeddedChannel channel = new EmbeddedChannel();
        TcpStream[] joined = new TcpStream[1];
        channel.pipeline()
                .addLast(
                        data[0] % 2 == 0
                                ? new RootCodec()
                                : new Joining(
                                        PEER,
                                        (_, _, _, stream) -> {
                                            joined[0] = stream;
                                            return true;
                                        },
                                        () -> {}));
        int piece = 1 + (data[0] & 0xff) / 2;
        try {
            for (int at = 1; at < data.length && channel.isActive(); at += piece) {
                byte[] bytes = Arrays.copyOfRange(data, at, Math.min(data.length, at + piece));
                channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            }
            if (joined[0] != null) {
                channel.finish();
                read(joined[0]);
            }
        } catch (DecoderException | IOException refused) {
            // As it may be.
        } finally {
            channel.inboundMessages().forEach(ReferenceCountUtil::release);
            channel.close();
        }
    }

    private static void read(TcpStream stream) throws IOException {
        try (stream) {
            Sink sink = new Sink.Memory(MemorySegment.ofArray(new byte[1000]));
            long received = stream.receive(sink);
            while (received == sink.length()) {
                received = stream.receive(sink);
            }
        }
    }
}
