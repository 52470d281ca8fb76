package org.sluice.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Has the library notice at once that a handshake is over. It looks whether one is when a datagram has come, but most end later, when what
 * others compute for it is done; it noticed that with the next datagram only, at either end, a round trip later each. So when something has
 * been computed, the last datagram of a handshake comes once more, as networks have them come now and then: what it says has no effect the
 * second time (RFC 9000, 12.3).
 *
 * <p>A socket's: in its pipeline before the codec, and what the codec has computed by.
 */
final class Nudge extends ChannelInboundHandlerAdapter implements Executor {

    /** Set in the first byte of the datagrams of handshakes alone (RFC 9000, 17.2). */
    private static final int LONG_HEADER = 0x80;

    private final Executor computing;

    /** Of the event loop alone: of the last such datagram, what the library has not decrypted in place. */
    private @Nullable DatagramPacket last;

    private @Nullable ChannelHandlerContext place;

    /** Has it computed by {@code computing}. */
    Nudge(Executor computing) {
        this.computing = computing;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        place = null;
        keep(null);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof DatagramPacket datagram && isOfHandshake(datagram.content())) {
            keep(copy(datagram));
        }
        context.fireChannelRead(message);
    }

    private static boolean isOfHandshake(ByteBuf content) {
        return content.isReadable() && (content.getByte(content.readerIndex()) & LONG_HEADER) != 0;
    }

    private static DatagramPacket copy(DatagramPacket datagram) {
        return datagram.replace(datagram.content().copy());
    }

    private void keep(@Nullable DatagramPacket datagram) {
        if (last != null) {
            last.release();
        }
        last = datagram;
    }

    /** On the event loop. */
    @Override
    public void execute(Runnable task) {
        DatagramPacket again = last == null ? null : copy(last);
        ChannelHandlerContext here = place;
        if (again == null || here == null) {
            computing.execute(task);
            return;
        }
        computing.execute(() -> {
            task.run(); // then the library goes on, on the event loop
            here.executor().execute(() -> give(here, again));
        });
    }

    private static void give(ChannelHandlerContext here, DatagramPacket again) {
        here.fireChannelRead(again);
        here.fireChannelReadComplete();
    }
}
