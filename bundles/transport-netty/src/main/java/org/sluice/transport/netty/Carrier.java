package org.sluice.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sluice.data.Source;

/** What carries the two halves of a stream: a socket, a stream of QUIC, or a share of a socket that carries others too. */
public interface Carrier {

    /** The event loop. */
    Executor loop();

    /** Where the memory of pieces comes from. */
    ByteBufAllocator memory();

    /** On the event loop: whether more may arrive. */
    void read(boolean more);

    /** On the event loop: takes a {@code ByteBuf} or a {@link Passage} over; the future tells when it is in the kernel's hands, or lost. */
    Future<?> write(ReferenceCounted piece);

    /** On the event loop: what was written leaves. */
    void flush();

    /** How {@code length} bytes of a file, from {@code at} on, go without passing through memory of ours; null where they cannot. */
    default @Nullable Passage passage(Source.Region region, long at, long length) {
        return null;
    }

    /** All of a channel. */
    static Carrier of(Channel channel) {
        return new Carrier() {
            @Override
            public Executor loop() {
                return channel.eventLoop();
            }

            @Override
            public ByteBufAllocator memory() {
                return channel.alloc();
            }

            @Override
            public void read(boolean more) {
                channel.config().setAutoRead(more);
            }

            @Override
            public Future<?> write(ReferenceCounted piece) {
                return channel.write(piece);
            }

            @Override
            public void flush() {
                channel.flush();
            }
        };
    }
}
