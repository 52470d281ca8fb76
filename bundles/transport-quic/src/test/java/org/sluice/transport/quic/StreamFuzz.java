package org.sluice.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.sluice.data.Sink;
import org.sluice.transport.netty.Ending;
import org.sluice.transport.netty.Incoming;

/** Any bytes as what comes by a stream that the peer opens: what it begins with, then records. See {@code itest/fuzz}. */
public final class StreamFuzz {

    private StreamFuzz() {}

    /** The first byte says in what pieces the rest arrives. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        boolean[] broken = new boolean[1];
        EmbeddedChannel channel = new EmbeddedChannel();
        Incoming incoming = new Incoming(channel);
        channel.pipeline().addLast(new QuicStream.Opening(), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
                incoming.arrived((ByteBuf) message);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                if (!(cause instanceof IOException)) {
                    throw new IllegalStateException(cause);
                }
                broken[0] = true;
            }
        });
        int piece = 1 + (data[0] & 0xff) / 2;
        for (int at = 1; at < data.length && !broken[0]; at += piece) {
            channel.writeInbound(
                    Unpooled.wrappedBuffer(Arrays.copyOfRange(data, at, Math.min(data.length, at + piece))));
        }
        incoming.end(new Ending.Broken("the bytes are over", null));
        read(incoming);
        incoming.close();
        channel.close();
    }

    private static void read(Incoming incoming) {
        try {
            Sink sink = new Sink.Memory(MemorySegment.ofArray(new byte[1000]));
            long received = incoming.receive(sink);
            while (received == sink.length()) {
                received = incoming.receive(sink);
            }
        } catch (IOException refused) {
            // As it may be.
        }
    }
}
