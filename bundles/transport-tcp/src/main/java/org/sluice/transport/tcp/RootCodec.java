package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.transport.tcp.RootMessage.Able;
import org.sluice.transport.tcp.RootMessage.Begin;
import org.sluice.transport.tcp.RootMessage.CannotOpen;
import org.sluice.transport.tcp.RootMessage.Close;
import org.sluice.transport.tcp.RootMessage.Credit;
import org.sluice.transport.tcp.RootMessage.Data;
import org.sluice.transport.tcp.RootMessage.Grant;
import org.sluice.transport.tcp.RootMessage.Open;
import org.sluice.transport.tcp.RootMessage.Release;
import org.sluice.transport.tcp.RootMessage.Want;
import org.sluice.transport.tcp.RootMessage.Welcome;

/**
 * Frames of the root socket: a type, a length, the content. What a type does not know at the end of its content is left
 * unread, and a type nobody knows is skipped unless its top bit says that it matters.
 */
final class RootCodec extends ByteToMessageCodec<RootMessage> {

    static final int CRITICAL = 0x80;
    static final int VERSION = 1;

    static final int WELCOME = CRITICAL | 1;
    static final int GRANT = CRITICAL | 2;
    static final int WANT = CRITICAL | 3;
    static final int OPEN = CRITICAL | 4;
    static final int CANNOT_OPEN = CRITICAL | 5;
    static final int CLOSE = CRITICAL | 6;
    static final int ABLE = 7;
    static final int BEGIN = CRITICAL | 8;
    static final int DATA = CRITICAL | 9;
    static final int CREDIT = CRITICAL | 10;
    static final int RELEASE = CRITICAL | 11;

    /** Bytes of a stream in one message, at most: two full TLS records. */
    static final int MOST_DATA = 32 * 1024;

    private static final int IN_CLEAR = 1;
    private static final int HEADER = 3;
    private static final int LONGEST = 8192;
    private static final int LONGEST_DATA = Integer.BYTES + MOST_DATA;
    private static final int LONGEST_REASON = 1024;

    RootCodec() {
        super(RootMessage.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, RootMessage message, ByteBuf out) {
        int type = type(message);
        if (message instanceof Data data) {
            out.ensureWritable(HEADER + Integer.BYTES + data.bytes().readableBytes());
        }
        out.writeByte(type).writeShort(0);
        int start = out.writerIndex();
        switch (message) {
            case Welcome welcome ->
                out.writeByte(VERSION).writeLong(welcome.connection()).writeInt(welcome.abilities());
            case Grant grant -> grant.tokens().forEach(token -> out.writeBytes(token.bytes()));
            case Want want -> out.writeShort(want.tokens());
            case Open open ->
                out.writeInt(open.request()).writeBytes(open.token().bytes()).writeByte(open.clear() ? IN_CLEAR : 0);
            case CannotOpen cannot -> text(out.writeInt(cannot.request()), cannot.reason());
            case Close close -> text(out, close.reason());
            case Able able -> out.writeInt(able.abilities());
            case Begin begin -> out.writeInt(begin.stream());
            case Data data -> out.writeInt(data.stream()).writeBytes(data.bytes());
            case Credit credit -> out.writeInt(credit.stream()).writeInt(credit.bytes());
            case Release release -> out.writeInt(release.stream());
        }
        out.setShort(start - 2, out.writerIndex() - start);
    }

    private static int type(RootMessage message) {
        return switch (message) {
            case Welcome _ -> WELCOME;
            case Grant _ -> GRANT;
            case Want _ -> WANT;
            case Open _ -> OPEN;
            case CannotOpen _ -> CANNOT_OPEN;
            case Close _ -> CLOSE;
            case Able _ -> ABLE;
            case Begin _ -> BEGIN;
            case Data _ -> DATA;
            case Credit _ -> CREDIT;
            case Release _ -> RELEASE;
        };
    }

    private static void text(ByteBuf out, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(bytes, 0, Math.min(bytes.length, LONGEST_REASON));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEADER) {
            return;
        }
        int type = in.getUnsignedByte(in.readerIndex());
        int length = in.getUnsignedShort(in.readerIndex() + 1);
        if (length > (type == DATA ? LONGEST_DATA : LONGEST)) {
            throw new CorruptedFrameException("a root message of " + length + " bytes");
        }
        if (in.readableBytes() < HEADER + length) {
            return;
        }
        ByteBuf content = in.skipBytes(HEADER).readSlice(length);
        try {
            switch (type) {
                case WELCOME -> out.add(welcome(content));
                case GRANT -> out.add(grant(content));
                case WANT -> out.add(new Want(content.readUnsignedShort()));
                case OPEN -> out.add(open(content));
                case CANNOT_OPEN -> out.add(new CannotOpen(content.readInt(), text(content)));
                case CLOSE -> out.add(new Close(text(content)));
                case ABLE -> out.add(new Able(content.readInt()));
                case BEGIN -> out.add(new Begin(content.readInt()));
                case DATA -> out.add(data(content));
                case CREDIT -> out.add(new Credit(content.readInt(), content.readInt()));
                case RELEASE -> out.add(new Release(content.readInt()));
                default -> skip(type);
            }
        } catch (IndexOutOfBoundsException tooShort) {
            throw new CorruptedFrameException("a root message of type " + type + " is too short", tooShort);
        }
    }

    private static Welcome welcome(ByteBuf content) {
        int version = content.readUnsignedByte();
        if (version != VERSION) {
            throw new CorruptedFrameException("the peer speaks version " + version + " of the socket protocol");
        }
        return new Welcome(content.readLong(), content.isReadable(Integer.BYTES) ? content.readInt() : 0);
    }

    /** In memory of its own, of no more than its size: what a peer can have lie here is what it has been given credit for. */
    private static Data data(ByteBuf content) {
        int stream = content.readInt();
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return new Data(stream, Unpooled.wrappedBuffer(bytes));
    }

    private static Open open(ByteBuf content) {
        return new Open(content.readInt(), token(content), content.isReadable() && content.readByte() == IN_CLEAR);
    }

    private static Grant grant(ByteBuf content) {
        List<Token> tokens = new ArrayList<>();
        while (content.isReadable()) {
            tokens.add(token(content));
        }
        return new Grant(tokens);
    }

    private static Token token(ByteBuf content) {
        byte[] bits = new byte[Token.LENGTH];
        content.readBytes(bits);
        return new Token(bits);
    }

    private static String text(ByteBuf content) {
        return content.readString(content.readableBytes(), StandardCharsets.UTF_8);
    }

    private static void skip(int type) {
        if ((type & CRITICAL) != 0) {
            throw new CorruptedFrameException("a root message of the unknown type " + type);
        }
    }
}
