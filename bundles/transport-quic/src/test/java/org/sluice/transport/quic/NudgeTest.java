package org.sluice.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NudgeTest {

    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 1);
    private static final byte OF_A_HANDSHAKE = (byte) 0xc0;
    private static final byte OF_CONTENTS = 0x40;

    private final List<Runnable> computing = new ArrayList<>();
    private final Nudge nudge = new Nudge(computing::add);
    private final List<Byte> seen = new ArrayList<>();
    private final EmbeddedChannel socket = new EmbeddedChannel(nudge, new Library());

    /** Decrypts in place. */
    private final class Library extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf content = ((DatagramPacket) message).content();
            seen.add(content.getByte(0));
            content.setByte(0, 0);
            content.release();
        }
    }

    private void arrives(byte first) {
        socket.writeInbound(new DatagramPacket(Unpooled.buffer().writeByte(first), HERE, HERE));
    }

    private void compute() {
        List.copyOf(computing).forEach(Runnable::run);
        computing.clear();
        socket.runPendingTasks();
    }

    @Test
    void what_came_last_comes_again_when_something_has_been_computed() {
        arrives(OF_A_HANDSHAKE);
        List<Integer> done = new ArrayList<>();
        nudge.execute(() -> done.add(seen.size()));
        assertEquals(List.of(OF_A_HANDSHAKE), seen);

        compute();

        assertEquals(List.of(1), done);
        assertEquals(List.of(OF_A_HANDSHAKE, OF_A_HANDSHAKE), seen);
    }

    @Test
    void contents_come_once() {
        arrives(OF_CONTENTS);
        nudge.execute(() -> {});
        compute();

        assertEquals(List.of(OF_CONTENTS), seen);
    }

    @Test
    void without_a_place_it_only_computes() {
        arrives(OF_A_HANDSHAKE);
        socket.pipeline().remove(nudge);
        nudge.execute(() -> {});
        compute();

        assertEquals(List.of(OF_A_HANDSHAKE), seen);
        assertNull(socket.readInbound());
    }
}
