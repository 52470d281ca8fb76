package org.sluice.core.wire;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.sluice.core.session.Message;
import org.sluice.core.session.Unreadable;
import org.sluice.io.RelPath;

/** The messages of a receiver that lists and reads by itself, and their answers, as protobuf. */
final class ReadMessages {

    private ReadMessages() {}

    static Wire.ListRequest toWire(Message.ListRequest request) {
        return Wire.ListRequest.newBuilder()
                .setNumber(request.number())
                .setPath(ByteString.copyFrom(request.path().bytes()))
                .build();
    }

    static Message.ListRequest fromWire(Wire.ListRequest wire) {
        return new Message.ListRequest(
                wire.getNumber(), RelPath.parse(wire.getPath().toByteArray()));
    }

    static Wire.Listing toWire(Message.Listing listing) {
        Wire.Listing.Builder wire =
                Wire.Listing.newBuilder().setNumber(listing.number()).setLast(listing.last());
        listing.entries().forEach(entry -> wire.addEntry(Manifest.toWire(entry)));
        listing.unreadable()
                .ifPresent(why ->
                        wire.setSeverity(Outcome.toWire(why.severity())).setReason(Outcome.shortened(why.reason())));
        return wire.build();
    }

    static Message.Listing fromWire(Wire.Listing wire) {
        return new Message.Listing(
                wire.getNumber(),
                Manifest.fromWire(wire.getEntryList()),
                wire.getLast(),
                unreadable(wire.getSeverityValue(), wire.getSeverity(), wire.getReason()));
    }

    static Wire.ReadRequest toWire(Message.ReadRequest request) {
        return Wire.ReadRequest.newBuilder()
                .setNumber(request.number())
                .setPath(ByteString.copyFrom(request.path().bytes()))
                .setOffset(request.offset())
                .setLength(request.length())
                .build();
    }

    static Message.ReadRequest fromWire(Wire.ReadRequest wire) {
        if (wire.getLength() < 1 || wire.getLength() > Message.MAX_READ || wire.getOffset() < 0) {
            throw new IllegalArgumentException(Integer.toUnsignedString(wire.getLength()) + " bytes at "
                    + Long.toUnsignedString(wire.getOffset()) + " are asked for; 1 to " + Message.MAX_READ
                    + " may be");
        }
        return new Message.ReadRequest(
                wire.getNumber(), RelPath.parse(wire.getPath().toByteArray()), wire.getOffset(), wire.getLength());
    }

    static Wire.ReadResponse toWire(Message.ReadResponse response) {
        Wire.ReadResponse.Builder wire = Wire.ReadResponse.newBuilder()
                .setNumber(response.number())
                .setContent(ByteString.copyFrom(response.content()))
                .setSize(response.size())
                .setModifiedSeconds(response.modified().getEpochSecond())
                .setModifiedNanos(response.modified().getNano());
        response.unreadable()
                .ifPresent(why ->
                        wire.setSeverity(Outcome.toWire(why.severity())).setReason(Outcome.shortened(why.reason())));
        return wire.build();
    }

    static Message.ReadResponse fromWire(Wire.ReadResponse wire) {
        if (wire.getContent().size() > Message.MAX_READ || wire.getSize() < 0) {
            throw new IllegalArgumentException(
                    wire.getContent().size() + " bytes of a file of " + Long.toUnsignedString(wire.getSize()));
        }
        return new Message.ReadResponse(
                wire.getNumber(),
                wire.getContent().toByteArray(),
                wire.getSize(),
                Manifest.time(wire.getModifiedSeconds(), wire.getModifiedNanos()),
                unreadable(wire.getSeverityValue(), wire.getSeverity(), wire.getReason()));
    }

    private static Optional<Unreadable> unreadable(int said, Wire.Severity severity, String reason) {
        return said == Wire.Severity.SEVERITY_UNKNOWN_VALUE
                ? Optional.empty()
                : Optional.of(new Unreadable(Outcome.fromWire(severity), reason));
    }
}
