package org.sluice.core.wire;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sluice.core.session.Message;
import org.sluice.io.RelPath;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;

/** The messages that open a session, as protobuf. */
final class Handshake {

    private Handshake() {}

    static Wire.Hello toWire(Message.Hello hello) {
        Offer offer = hello.offer();
        Wire.Hello.Builder wire = Wire.Hello.newBuilder()
                .setMinVersion(offer.minVersion())
                .setMaxVersion(offer.maxVersion())
                .setBuild(offer.build())
                .setControlFrameLimit(offer.limits().controlFrame())
                .setLaneLimit(offer.limits().lanes());
        offer.names()
                .forEach((kind, names) ->
                        wire.addNames(Wire.Names.newBuilder().setKind(kind).addAllName(names)));
        offer.capabilities()
                .forEach(c -> wire.addCapability(
                        Wire.Capability.newBuilder().setName(c.name()).putAllParameter(c.parameters())));
        return wire.build();
    }

    static Message.Hello fromWire(Wire.Hello wire) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        wire.getNamesList().forEach(n -> names.put(n.getKind(), n.getNameList()));
        return new Message.Hello(new Offer(
                wire.getMinVersion(),
                wire.getMaxVersion(),
                wire.getBuild(),
                names,
                wire.getCapabilityList().stream()
                        .map(c -> new Capability(c.getName(), c.getParameterMap()))
                        .toList(),
                new Limits(wire.getControlFrameLimit(), Math.clamp(wire.getLaneLimit(), 1, 256))));
    }

    static Wire.Request toWire(Message.Request request) {
        return Wire.Request.newBuilder()
                .setDirection(
                        switch (request.direction()) {
                            case PUSH -> Wire.Direction.PUSH;
                            case PULL -> Wire.Direction.PULL;
                            case LIST -> Wire.Direction.LIST;
                            case READ -> Wire.Direction.READ;
                        })
                .setShare(request.share())
                .setPath(ByteString.copyFrom(request.path().bytes()))
                .setTrailingSlash(request.trailingSlash())
                .setSingle(request.single())
                .build();
    }

    static Message.Request fromWire(Wire.Request wire) {
        Message.Direction direction = switch (wire.getDirection()) {
            case PUSH -> Message.Direction.PUSH;
            case PULL -> Message.Direction.PULL;
            case LIST -> Message.Direction.LIST;
            case READ -> Message.Direction.READ;
            case DIRECTION_UNKNOWN, UNRECOGNIZED ->
                throw new IllegalArgumentException("direction " + wire.getDirectionValue());
        };
        return new Message.Request(
                direction,
                wire.getShare(),
                RelPath.parse(wire.getPath().toByteArray()),
                wire.getTrailingSlash(),
                wire.getSingle());
    }
}
