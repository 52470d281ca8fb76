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
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Ending;
import org.sluice.transport.netty.RecordStream;

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
        RecordStream stream = new RecordStream(Carrier.of(channel)) {
            @Override
            protected void leave() {}

            @Override
            protected void cut() {}
        };
        channel.pipeline().addLast(new QuicStream.Opening(), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
                stream.arrived((ByteBuf) message);
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
        stream.end(new Ending.Broken("the bytes are over", null));
        read(stream);
        stream.close();
        channel.close();
    }

    private static void read(RecordStream stream) {
        try {
            Sink sink = new Sink.Memory(MemorySegment.ofArray(new byte[1000]));
            long received = stream.receive(sink);
            while (received == sink.length()) {
                received = stream.receive(sink);
            }
        } catch (IOException refused) {
            // As it may be.
        }
    }
}
