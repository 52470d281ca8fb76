package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RootCodecTest {

    private static final Token TOKEN = Token.draw();

    private static final List<RootMessage> ONE_OF_EACH = List.of(
            new RootMessage.Welcome(-7, 1),
            new RootMessage.Able(-1),
            new RootMessage.Begin(1),
            new RootMessage.Data(2, Unpooled.copiedBuffer(new byte[] {1, 2, 3})),
            new RootMessage.Credit(3, 65536),
            new RootMessage.Release(4),
            new RootMessage.Grant(List.of(TOKEN, Token.draw())),
            new RootMessage.Grant(List.of()),
            new RootMessage.Want(65535),
            new RootMessage.Open(-1, TOKEN, false),
            new RootMessage.Open(2, TOKEN, true),
            new RootMessage.CannotOpen(3, "keine Straße"),
            new RootMessage.Close(""));

    private final EmbeddedChannel channel = new EmbeddedChannel(new RootCodec());

    @Test
    void every_message_arrives_as_it_was_sent_however_it_is_cut() {
        EmbeddedChannel sender = new EmbeddedChannel(new RootCodec());
        for (RootMessage message : ONE_OF_EACH) {
            sender.writeOutbound(message instanceof RootMessage.Data data ? again(data) : message);
            ByteBuf bytes = sender.readOutbound();
            while (bytes.readableBytes() > 1) {
                channel.writeInbound(bytes.readRetainedSlice(1));
                assertNull(channel.readInbound(), "not yet");
            }
            channel.writeInbound(bytes);

            assertEquals(message, channel.readInbound());
        }
    }

    /** The same, to be read once more. */
    private static RootMessage.Data again(RootMessage.Data data) {
        return new RootMessage.Data(data.stream(), data.bytes().duplicate());
    }

    @Test
    void a_responder_that_says_nothing_of_its_abilities_has_none() {
        arrives(RootCodec.WELCOME, 9, 1, 0, 0, 0, 0, 0, 0, 0, 5);

        assertEquals(new RootMessage.Welcome(5, 0), channel.readInbound());
    }

    @Test
    void bytes_of_a_stream_may_be_longer_than_other_messages_and_no_longer_than_two_records_of_TLS() {
        arrives(RootCodec.DATA, 4 + RootCodec.MOST_DATA, new byte[4 + RootCodec.MOST_DATA]);

        RootMessage.Data data = channel.readInbound();
        assertEquals(RootCodec.MOST_DATA, data.bytes().readableBytes());
        assertThrows(CorruptedFrameException.class, () -> arrives(RootCodec.DATA, 5 + RootCodec.MOST_DATA));
    }

    @Test
    void a_reason_that_is_too_long_is_cut() {
        channel.writeOutbound(new RootMessage.Close("x".repeat(100_000)));
        channel.writeInbound(channel.<ByteBuf>readOutbound());

        assertEquals(new RootMessage.Close("x".repeat(1024)), channel.readInbound());
    }

    @Test
    void a_message_that_is_too_long_is_refused_before_its_content_comes() {
        assertThrows(CorruptedFrameException.class, () -> arrives(RootCodec.CLOSE, 8193));
    }

    @Test
    void the_longest_message_is_taken() {
        arrives(RootCodec.CLOSE, 8192, new byte[8192]);

        assertTrue(channel.readInbound() instanceof RootMessage.Close);
    }

    @Test
    void a_message_that_is_cut_short_is_refused_whatever_its_type() {
        for (int type : List.of(
                RootCodec.WELCOME,
                RootCodec.WANT,
                RootCodec.OPEN,
                RootCodec.CANNOT_OPEN,
                RootCodec.ABLE,
                RootCodec.BEGIN,
                RootCodec.DATA,
                RootCodec.CREDIT,
                RootCodec.RELEASE)) {
            assertThrows(
                    CorruptedFrameException.class, () -> arrives(type, 1, (byte) RootCodec.VERSION), "type " + type);
        }
        assertThrows(CorruptedFrameException.class, () -> arrives(RootCodec.GRANT, 31, new byte[31]));
    }

    @Test
    void another_version_is_refused() {
        assertThrows(CorruptedFrameException.class, () -> arrives(RootCodec.WELCOME, 9, 2, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void an_unknown_type_that_matters_is_refused_and_one_that_does_not_is_skipped() {
        arrives(0x06, 3, 1, 2, 3);
        assertNull(channel.readInbound());

        arrives(RootCodec.WANT, 2, 0, 5);
        assertEquals(new RootMessage.Want(5), channel.readInbound());

        assertThrows(CorruptedFrameException.class, () -> arrives(RootCodec.CRITICAL | 0x7f, 3, 1, 2, 3));
    }

    @Test
    void what_a_later_version_adds_to_a_message_is_left_unread() {
        arrives(RootCodec.WANT, 4, 0, 5, 9, 9);
        arrives(RootCodec.WANT, 2, 0, 6);

        assertEquals(new RootMessage.Want(5), channel.readInbound());
        assertEquals(new RootMessage.Want(6), channel.readInbound());
    }

    @Test
    void noise_is_refused_or_waits_for_more_and_nothing_else() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            EmbeddedChannel hearing = new EmbeddedChannel(new RootCodec());
            try {
                hearing.writeInbound(Unpooled.wrappedBuffer(noise));
                hearing.finishAndReleaseAll();
            } catch (CorruptedFrameException refused) {
                continue;
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed, other);
            }
        }
    }

    private void arrives(int type, int length, int... content) {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        arrives(type, length, bytes);
    }

    private void arrives(int type, int length, byte[] content) {
        channel.writeInbound(
                Unpooled.buffer().writeByte(type).writeShort(length).writeBytes(content));
    }
}
