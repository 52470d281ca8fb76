package org.sluice.transport.tcp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import org.sluice.data.Source;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Passage;

/** A socket without TLS: the kernel moves bytes of files into it. */
final class ClearSocket implements Carrier {

    private final Channel channel;
    private final Carrier socket;

    ClearSocket(Channel channel) {
        this.channel = channel;
        socket = Carrier.of(channel);
    }

    @Override
    public Passage passage(Source.Region region, long at, long length) {
        return new FilePassage(channel, region, at, length);
    }

    @Override
    public Executor loop() {
        return socket.loop();
    }

    @Override
    public ByteBufAllocator memory() {
        return socket.memory();
    }

    @Override
    public void read(boolean more) {
        socket.read(more);
    }

    @Override
    public Future<?> write(ReferenceCounted piece) {
        return socket.write(piece);
    }

    @Override
    public void flush() {
        socket.flush();
    }
}
