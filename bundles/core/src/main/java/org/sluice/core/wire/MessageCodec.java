package org.sluice.core.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.GeneratedMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Optional;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Ticket;
import org.sluice.core.session.UnknownMessageException;

/**
 * Messages as frame bodies: a type of two bytes, whose highest bit says that whoever does not know it must give up, then
 * protobuf.
 */
final class MessageCodec {

    /** Of a type: it may not be skipped. */
    static final int CRITICAL = 0x8000;

    static final int HELLO = CRITICAL | 1;
    static final int REQUEST = CRITICAL | 2;
    static final int ACCEPTED = CRITICAL | 3;
    static final int ENTRIES = CRITICAL | 4;
    static final int MANIFEST_END = CRITICAL | 5;
    static final int PROBLEMS = CRITICAL | 6;
    static final int WANT = CRITICAL | 7;
    static final int WANT_END = CRITICAL | 8;
    static final int PROGRESS = 9;
    static final int DONE = CRITICAL | 10;
    static final int ERROR = CRITICAL | 11;
    static final int PING = 12;
    static final int REQUEST_MANIFEST = CRITICAL | 13;
    static final int MANIFEST_RESPONSE = CRITICAL | 14;
    static final int REQUEST_CHUNKS = CRITICAL | 15;
    static final int MISSING = 16;

    static final int LIST_REQUEST = CRITICAL | 18;
    static final int LISTING = CRITICAL | 19;
    static final int READ_REQUEST = CRITICAL | 20;
    static final int READ_RESPONSE = CRITICAL | 21;

    /** About the frames themselves, and none of those it counts. */
    static final int HEARD = 17;

    /** Most fields of a message, those unknown included; repeated ones count each time. */
    private static final int MAX_FIELDS = Message.MAX_ENTRIES + 64;

    private MessageCodec() {}

    /** Type and body of a message. */
    static byte[] encode(Message message) {
        return switch (message) {
            case Message.Hello m -> body(HELLO, Handshake.toWire(m));
            case Message.Request m -> body(REQUEST, Handshake.toWire(m));
            case Message.Accepted m ->
                body(
                        ACCEPTED,
                        Wire.Accepted.newBuilder()
                                .setSingle(m.single())
                                .setTicket(ByteString.copyFrom(m.ticket().bytes()))
                                .build());
            case Message.Entries m -> body(ENTRIES, Manifest.toWire(m));
            case Message.ManifestEnd m ->
                body(
                        MANIFEST_END,
                        Wire.ManifestEnd.newBuilder().setComplete(m.complete()).build());
            case Message.Problems m -> body(PROBLEMS, Outcome.toWire(m));
            case Message.Want m -> body(WANT, Outcome.toWire(m));
            case Message.RequestManifest m -> body(REQUEST_MANIFEST, ChunkMessages.toWire(m));
            case Message.ManifestResponse m -> body(MANIFEST_RESPONSE, ChunkMessages.toWire(m));
            case Message.RequestChunks m -> body(REQUEST_CHUNKS, ChunkMessages.toWire(m));
            case Message.Missing m -> body(MISSING, ChunkMessages.toWire(m));
            case Message.ListRequest m -> body(LIST_REQUEST, ReadMessages.toWire(m));
            case Message.Listing m -> body(LISTING, ReadMessages.toWire(m));
            case Message.ReadRequest m -> body(READ_REQUEST, ReadMessages.toWire(m));
            case Message.ReadResponse m -> body(READ_RESPONSE, ReadMessages.toWire(m));
            case Message.WantEnd m -> body(WANT_END, Wire.WantEnd.getDefaultInstance());
            case Message.Progress m -> body(PROGRESS, Outcome.toWire(m));
            case Message.Done m -> body(DONE, Outcome.toWire(m));
            case Message.Failure m -> body(ERROR, Outcome.toWire(m));
            case Message.Ping m -> body(PING, Wire.Ping.getDefaultInstance());
        };
    }

    /** Type and body of what says that so many frames were heard. */
    static byte[] heard(long frames) {
        return body(HEARD, Wire.Heard.newBuilder().setFrames(frames).build());
    }

    /**
     * How many frames the peer says it has heard.
     *
     * @throws ProtocolException when it is malformed
     */
    static long heard(ByteBuffer content) throws ProtocolException {
        try {
            return parse(Wire.Heard.parser(), content).getFrames();
        } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
            throw new ProtocolException("message " + HEARD + " is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static byte[] body(int type, MessageLite message) {
        byte[] content = message.toByteArray();
        return ByteBuffer.allocate(2 + content.length)
                .putShort((short) type)
                .put(content)
                .array();
    }

    /**
     * Reads a message.
     *
     * @return empty when its type is unknown and may be skipped
     * @throws UnknownMessageException when it is unknown and critical
     * @throws ProtocolException when it is malformed
     */
    static Optional<Message> decode(int type, ByteBuffer content) throws ProtocolException {
        try {
            return switch (type) {
                case HELLO -> Optional.of(Handshake.fromWire(parse(Wire.Hello.parser(), content)));
                case REQUEST -> Optional.of(Handshake.fromWire(parse(Wire.Request.parser(), content)));
                case ACCEPTED -> Optional.of(accepted(parse(Wire.Accepted.parser(), content)));
                case ENTRIES -> Optional.of(Manifest.fromWire(parse(Wire.Entries.parser(), content)));
                case MANIFEST_END ->
                    Optional.of(new Message.ManifestEnd(
                            parse(Wire.ManifestEnd.parser(), content).getComplete()));
                case PROBLEMS -> Optional.of(Outcome.fromWire(parse(Wire.Problems.parser(), content)));
                case WANT -> Optional.of(Outcome.fromWire(parse(Wire.Want.parser(), content)));
                case REQUEST_MANIFEST ->
                    Optional.of(ChunkMessages.fromWire(parse(Wire.RequestManifest.parser(), content)));
                case MANIFEST_RESPONSE ->
                    Optional.of(ChunkMessages.fromWire(parse(Wire.ManifestResponse.parser(), content)));
                case REQUEST_CHUNKS -> Optional.of(ChunkMessages.fromWire(parse(Wire.RequestChunks.parser(), content)));
                case MISSING -> Optional.of(ChunkMessages.fromWire(parse(Wire.Missing.parser(), content)));
                case LIST_REQUEST -> Optional.of(ReadMessages.fromWire(parse(Wire.ListRequest.parser(), content)));
                case LISTING -> Optional.of(ReadMessages.fromWire(parse(Wire.Listing.parser(), content)));
                case READ_REQUEST -> Optional.of(ReadMessages.fromWire(parse(Wire.ReadRequest.parser(), content)));
                case READ_RESPONSE -> Optional.of(ReadMessages.fromWire(parse(Wire.ReadResponse.parser(), content)));
                case WANT_END -> Optional.of(new Message.WantEnd());
                case PROGRESS -> Optional.of(Outcome.fromWire(parse(Wire.Progress.parser(), content)));
                case DONE -> Optional.of(Outcome.fromWire(parse(Wire.Done.parser(), content)));
                case ERROR -> Optional.of(Outcome.fromWire(parse(Wire.Error.parser(), content)));
                case PING -> Optional.of(new Message.Ping());
                default -> unknown(type);
            };
        } catch (InvalidProtocolBufferException | IllegalArgumentException | DateTimeException malformed) {
            throw new ProtocolException(
                    "message " + (type & ~CRITICAL) + " is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static Message.Accepted accepted(Wire.Accepted wire) {
        return new Message.Accepted(
                wire.getSingle(), new Ticket(wire.getTicket().toByteArray()));
    }

    /** Counts before anything is allocated, and keeps nothing that is unknown. */
    private static <T extends GeneratedMessage> T parse(Parser<T> parser, ByteBuffer content)
            throws InvalidProtocolBufferException {
        refuseMany(content);
        return DiscardUnknownFieldsParser.wrap(parser).parseFrom(content);
    }

    private static void refuseMany(ByteBuffer content) throws InvalidProtocolBufferException {
        CodedInputStream fields = CodedInputStream.newInstance(content.duplicate());
        try {
            int count = 0;
            for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
                if (++count > MAX_FIELDS) {
                    throw new IllegalArgumentException("it has more than " + MAX_FIELDS + " fields");
                }
                if (!fields.skipField(tag)) {
                    throw new IllegalArgumentException("a group ends that has not begun");
                }
            }
        } catch (InvalidProtocolBufferException malformed) {
            throw malformed;
        } catch (IOException fromMemory) {
            throw new InvalidProtocolBufferException(fromMemory);
        }
    }

    private static Optional<Message> unknown(int type) throws ProtocolException {
        if ((type & CRITICAL) != 0) {
            throw new UnknownMessageException(type & ~CRITICAL);
        }
        return Optional.empty();
    }
}
