package org.sluice.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.core.negotiate.BestCommon;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.negotiate.Offer;

class HandshakeTest {

    private static Message.Hello hello(UnaryOperator<Wire.Hello.Builder> change) throws ProtocolException {
        Wire.Hello hello =
                change.apply(Handshake.toWire(Samples.hello()).toBuilder()).build();
        return (Message.Hello) MessageCodec.decode(MessageCodec.HELLO, ByteBuffer.wrap(hello.toByteArray()))
                .orElseThrow();
    }

    private static void refused(UnaryOperator<Wire.Hello.Builder> change) {
        assertThrows(ProtocolException.class, () -> hello(change));
    }

    private static Message.Request request(UnaryOperator<Wire.Request.Builder> change) throws ProtocolException {
        Wire.Request request = change.apply(Handshake.toWire(Samples.request(Message.Direction.PUSH)).toBuilder())
                .build();
        return (Message.Request) MessageCodec.decode(MessageCodec.REQUEST, ByteBuffer.wrap(request.toByteArray()))
                .orElseThrow();
    }

    @Test
    void versions_that_make_no_range_are_refused() throws Exception {
        assertEquals(Samples.hello(), hello(h -> h));
        refused(h -> h.setMinVersion(0));
        refused(h -> h.setMinVersion(-1));
        refused(h -> h.setMinVersion(4));
        refused(h -> h.setMaxVersion(-1));
    }

    @Test
    void a_limit_below_what_every_peer_must_bear_is_refused() {
        refused(h -> h.setControlFrameLimit(0));
        refused(h -> h.setControlFrameLimit(65535));
        refused(h -> h.setControlFrameLimit(-1));
    }

    @Test
    void a_peer_never_gets_more_lanes_than_there_may_be_and_never_none() throws Exception {
        assertEquals(1, hello(h -> h.setLaneLimit(0)).offer().limits().lanes());
        assertEquals(
                256,
                hello(h -> h.setLaneLimit(Integer.MAX_VALUE)).offer().limits().lanes());
        assertEquals(1, hello(h -> h.setLaneLimit(-1)).offer().limits().lanes());
    }

    @Test
    void names_of_a_kind_that_is_not_known_are_kept_for_whoever_knows_it() throws Exception {
        Message.Hello hello = hello(
                h -> h.addNames(Wire.Names.newBuilder().setKind("teleporter").addName("beam")));

        assertEquals(List.of("beam"), hello.offer().names().get("teleporter"));
    }

    @Test
    void what_a_later_version_says_besides_changes_nothing_of_the_agreement() throws Exception {
        UnknownFieldSet later = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .addField(
                        100,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                .build())
                .build();
        Offer ours = hello(h -> h.removeNames(1)).offer(); // of compressors it has none

        Offer theirs = hello(h -> h.removeNames(1)
                        .setUnknownFields(later)
                        .setNames(0, h.getNames(0).toBuilder().setUnknownFields(later))
                        .setCapability(0, h.getCapability(0).toBuilder().setUnknownFields(later))
                        .addNames(Wire.Names.newBuilder().setKind("teleporter").addName("beam"))
                        .addNames(Wire.Names.newBuilder().setKind("nothing"))
                        .addCapability(Wire.Capability.newBuilder()
                                .setName("com.example.later")
                                .putParameter("most", "1")))
                .offer();

        assertEquals(new BestCommon().agree(ours, ours), new BestCommon().agree(ours, theirs));
        assertEquals(new BestCommon().agree(ours, ours), new BestCommon().agree(theirs, ours));
    }

    @Test
    void a_capability_without_a_name_is_refused() {
        refused(h -> h.addCapability(Wire.Capability.getDefaultInstance()));
    }

    @Test
    void a_request_for_what_is_not_below_the_share_is_refused() throws Exception {
        assertEquals(Samples.request(Message.Direction.PUSH), request(r -> r));
        for (String path : List.of("..", "a/../../b", "/etc", "a//b", "a/", ".", "a\0b", "x".repeat(256))) {
            assertThrows(
                    ProtocolException.class,
                    () -> request(r -> r.setPath(ByteString.copyFromUtf8(path))),
                    () -> "\"" + path + "\" was taken");
        }
    }

    @Test
    void a_direction_that_is_not_known_is_refused() {
        assertThrows(ProtocolException.class, () -> request(r -> r.setDirectionValue(0)));
        assertThrows(ProtocolException.class, () -> request(r -> r.setDirectionValue(9)));
    }
}
