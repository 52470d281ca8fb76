package org.sluice.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Ticket;
import org.sluice.io.RelPath;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException.Reason;

class MessageCodecTest {

    private static final List<Integer> TYPES = List.of(
            MessageCodec.HELLO,
            MessageCodec.REQUEST,
            MessageCodec.ACCEPTED,
            MessageCodec.ENTRIES,
            MessageCodec.MANIFEST_END,
            MessageCodec.PROBLEMS,
            MessageCodec.WANT,
            MessageCodec.WANT_END,
            MessageCodec.PROGRESS,
            MessageCodec.DONE,
            MessageCodec.ERROR,
            MessageCodec.PING);

    private static int type(byte[] body) {
        return ByteBuffer.wrap(body).getShort() & 0xffff;
    }

    private static Optional<Message> decode(byte[] body) throws ProtocolException {
        return MessageCodec.decode(type(body), ByteBuffer.wrap(body, 2, body.length - 2));
    }

    private static Optional<Message> decode(int type, MessageLite content) throws ProtocolException {
        return MessageCodec.decode(type, ByteBuffer.wrap(content.toByteArray()));
    }

    private static ProtocolException refused(int type, byte[] content) {
        return assertThrows(ProtocolException.class, () -> MessageCodec.decode(type, ByteBuffer.wrap(content)));
    }

    private static ProtocolException refused(int type, MessageLite content) {
        return refused(type, content.toByteArray());
    }

    @Test
    void every_message_comes_out_as_it_went_in() throws Exception {
        for (Message message : Samples.all()) {
            byte[] body = MessageCodec.encode(message);

            Message again = decode(body).orElseThrow();

            assertArrayEquals(body, MessageCodec.encode(again), () -> message.toString());
            switch (message) {
                case Message.Entries bytesInIt -> {}
                case Message.Listing bytesInIt -> {}
                case Message.ReadResponse bytesInIt -> {}
                default -> assertEquals(message, again);
            }
        }
    }

    @Test
    void the_samples_have_every_kind_of_message() {
        assertEquals(
                Arrays.stream(Message.class.getPermittedSubclasses()).collect(Collectors.toSet()),
                Samples.all().stream().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test
    void entries_come_out_with_all_they_have() throws Exception {
        List<ManifestEntry> before = Samples.entries().entries();

        Message.Entries after =
                (Message.Entries) decode(MessageCodec.encode(Samples.entries())).orElseThrow();

        for (int i = 0; i < before.size(); i++) {
            ManifestEntry one = before.get(i);
            ManifestEntry other = after.entries().get(i);
            assertArrayEquals(one.target(), other.target());
            assertEquals(
                    one,
                    new ManifestEntry(
                            other.id(), other.path(), other.kind(), other.size(), other.metadata(), one.target()));
        }
    }

    @Test
    void whatever_is_cut_off_is_refused_or_is_another_message_but_breaks_nothing() throws Exception {
        int refused = 0;
        for (Message message : Samples.all()) {
            byte[] body = MessageCodec.encode(message);
            for (int length = 2; length < body.length; length++) {
                refused += decodes(type(body), Arrays.copyOfRange(body, 2, length)) ? 0 : 1;
            }
        }
        assertTrue(refused > 100, "only " + refused + " were refused");
    }

    @Test
    void random_bytes_are_refused_or_are_a_message_but_break_nothing() {
        long seed = 20261121;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] content = new byte[random.nextInt(200)];
            random.nextBytes(content);
            int type = TYPES.get(random.nextInt(TYPES.size()));
            refused += decodes(type, content) ? 0 : 1;
        }
        assertTrue(refused > 5_000, "only " + refused + " were refused");
    }

    @Test
    void messages_with_some_bytes_changed_are_refused_or_are_a_message_but_break_nothing() {
        long seed = 20261122;
        Random random = new Random(seed);
        List<byte[]> bodies = Samples.all().stream().map(MessageCodec::encode).toList();
        int refused = 0;
        for (int round = 0; round < 10_000; round++) {
            byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
            for (int i = random.nextInt(4); i >= 0 && body.length > 2; i--) {
                body[2 + random.nextInt(body.length - 2)] = (byte) random.nextInt();
            }
            refused += decodes(type(body), Arrays.copyOfRange(body, 2, body.length)) ? 0 : 1;
        }
        assertTrue(refused > 1_000, "only " + refused + " were refused");
    }

    /** Fails with anything but a ProtocolException. */
    private static boolean decodes(int type, byte[] content) {
        try {
            MessageCodec.decode(type, ByteBuffer.wrap(content));
            return true;
        } catch (ProtocolException refused) {
            return false;
        } catch (RuntimeException | Error broken) {
            throw new AssertionError("message " + type + " of " + Arrays.toString(content), broken);
        }
    }

    @Test
    void a_message_of_an_unknown_type_is_skipped_unless_it_is_critical() throws Exception {
        assertEquals(Optional.empty(), MessageCodec.decode(99, ByteBuffer.allocate(3)));

        String message = refused(MessageCodec.CRITICAL | 99, new byte[3]).getMessage();

        assertTrue(message.contains("99"), message);
    }

    @Test
    void unknown_fields_are_ignored() throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Wire.Accepted.newBuilder().setSingle(true).build().writeTo(content);
        content.writeBytes(bytes(out -> {
            out.writeUInt64(200, 7);
            out.writeBytes(201, ByteString.copyFromUtf8("later"));
            out.writeFixed32(202, 1);
        }));

        assertEquals(
                Optional.of(new Message.Accepted(true, Ticket.NONE)),
                MessageCodec.decode(MessageCodec.ACCEPTED, ByteBuffer.wrap(content.toByteArray())));
    }

    private interface Write {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Write write) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        write.to(out);
        out.flush();
        return bytes.toByteArray();
    }

    @Test
    void as_many_entries_as_are_allowed_are_taken_and_one_more_is_refused() throws Exception {
        Wire.Entry entry = Wire.Entry.newBuilder()
                .setId(1)
                .setPath(ByteString.copyFromUtf8("a"))
                .setKind(Wire.Kind.FILE)
                .build();
        Wire.Entries.Builder entries = Wire.Entries.newBuilder().addAllEntry(Collections.nCopies(1024, entry));

        assertTrue(decode(MessageCodec.ENTRIES, entries.build()).isPresent());
        refused(MessageCodec.ENTRIES, entries.addEntry(entry).build());
    }

    @Test
    void as_many_ids_and_problems_as_are_allowed_are_taken_and_one_more_is_refused() throws Exception {
        Wire.Problem problem = Wire.Problem.getDefaultInstance();
        Wire.Want.Builder want = Wire.Want.newBuilder().addAllId(Collections.nCopies(1024, 5L));
        Wire.Problems.Builder problems = Wire.Problems.newBuilder().addAllProblem(Collections.nCopies(1024, problem));
        Wire.Done.Builder done = Wire.Done.newBuilder().addAllProblem(Collections.nCopies(1024, problem));

        assertTrue(decode(MessageCodec.WANT, want.build()).isPresent());
        assertTrue(decode(MessageCodec.PROBLEMS, problems.build()).isPresent());
        assertTrue(decode(MessageCodec.DONE, done.build()).isPresent());
        refused(MessageCodec.WANT, want.addId(5).build());
        refused(MessageCodec.PROBLEMS, problems.addProblem(problem).build());
        refused(MessageCodec.DONE, done.addProblem(problem).build());
    }

    @Test
    void a_frame_full_of_empty_fields_costs_a_few_times_its_size_and_no_more() throws Exception {
        byte[] entries = new byte[StreamLink.FRAME_LIMIT];
        for (int i = 0; i < entries.length; i += 2) {
            entries[i] = (1 << 3) | 2;
        }
        byte[] ids = bytes(out -> {
            out.writeTag(1, 2);
            out.writeUInt32NoTag(StreamLink.FRAME_LIMIT - 10);
            out.writeRawBytes(new byte[StreamLink.FRAME_LIMIT - 10]);
        });

        // the first decoding also loads classes
        allocated(MessageCodec.ENTRIES, new byte[0]);
        allocated(MessageCodec.WANT, new byte[0]);
        assertBelow(4 << 20, allocated(MessageCodec.ENTRIES, entries));
        assertBelow(48 << 20, allocated(MessageCodec.WANT, ids));
        assertBelow(4 << 20, allocated(MessageCodec.PROBLEMS, entries));
        // a control: what is not counted first costs many times as much
        assertTrue(allocation(() -> Wire.Entries.parseFrom(entries)) > 16 << 20, "parsing costs little anyway");
    }

    private static long allocated(int type, byte[] content) throws Exception {
        return allocation(() -> decodes(type, content));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static long allocation(Work work) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void assertBelow(long limit, long bytes) {
        assertTrue(bytes < limit, bytes + " bytes were allocated");
    }

    @Test
    void groups_within_groups_do_not_overflow_the_stack() {
        byte[] groups = new byte[StreamLink.FRAME_LIMIT - 2];
        Arrays.fill(groups, (byte) ((9 << 3) | 3));

        TYPES.stream()
                .filter(t -> t != MessageCodec.WANT_END && t != MessageCodec.PING)
                .forEach(t -> refused(t, groups));
    }

    @Test
    void counts_that_are_negative_are_refused() {
        refused(MessageCodec.DONE, Wire.Done.newBuilder().setFiles(-1).build());
        refused(
                MessageCodec.DONE,
                Wire.Done.newBuilder().setUnchangedBytes(Long.MIN_VALUE).build());
        refused(MessageCodec.PROGRESS, Wire.Progress.newBuilder().setEntries(-1).build());
    }

    @Test
    void what_is_refused_is_quoted_shortly() {
        byte[] path = new byte[StreamLink.FRAME_LIMIT / 2];
        Arrays.fill(path, (byte) 1);

        String message = refused(
                        MessageCodec.PROBLEMS,
                        Wire.Problems.newBuilder()
                                .addProblem(Wire.Problem.newBuilder().setPath(ByteString.copyFrom(path)))
                                .build())
                .getMessage();

        assertTrue(message.length() < 2000, () -> message.length() + " characters");
    }

    @Test
    void texts_for_people_are_sent_shortened() throws Exception {
        String text = "x".repeat(2 << 20);

        byte[] failure = MessageCodec.encode(new Message.Failure(Reason.PROTOCOL, text));
        byte[] problems = MessageCodec.encode(
                new Message.Problems(List.of(new EntryProblem(1, RelPath.ROOT, Severity.FAILED, text))));

        assertTrue(failure.length < 10_000, () -> failure.length + " bytes");
        assertTrue(problems.length < 10_000, () -> problems.length + " bytes");
    }

    @Test
    void a_severity_that_this_version_does_not_know_is_a_failure() throws Exception {
        Wire.Problem problem = Wire.Problem.newBuilder()
                .setId(1)
                .setSeverityValue(77)
                .setReason("why")
                .build();

        assertEquals(
                Optional.of(new Message.Problems(List.of(new EntryProblem(1, RelPath.ROOT, Severity.FAILED, "why")))),
                decode(
                        MessageCodec.PROBLEMS,
                        Wire.Problems.newBuilder().addProblem(problem).build()));
        Message.ReadResponse response = (Message.ReadResponse) decode(
                        MessageCodec.READ_RESPONSE,
                        Wire.ReadResponse.newBuilder().setSeverityValue(77).build())
                .orElseThrow();
        assertEquals(Severity.FAILED, response.unreadable().orElseThrow().severity());
    }

    @Test
    void a_read_of_nothing_of_too_much_or_before_the_beginning_is_refused() throws Exception {
        Wire.ReadRequest.Builder read = Wire.ReadRequest.newBuilder().setPath(ByteString.copyFromUtf8("a"));

        assertTrue(decode(MessageCodec.READ_REQUEST, read.setLength(128 << 10).build())
                .isPresent());
        refused(MessageCodec.READ_REQUEST, read.setLength((128 << 10) + 1).build());
        refused(MessageCodec.READ_REQUEST, read.setLength(0).build());
        refused(MessageCodec.READ_REQUEST, read.setLength(-1).build());
        refused(MessageCodec.READ_REQUEST, read.setLength(1).setOffset(-1).build());
        refused(
                MessageCodec.READ_RESPONSE,
                Wire.ReadResponse.newBuilder()
                        .setContent(ByteString.copyFrom(new byte[(128 << 10) + 1]))
                        .build());
        refused(
                MessageCodec.LIST_REQUEST,
                Wire.ListRequest.newBuilder()
                        .setPath(ByteString.copyFromUtf8("../a"))
                        .build());
    }

    @Test
    void the_reason_of_a_failure_that_this_version_does_not_know_is_a_broken_connection() throws Exception {
        assertEquals(
                Optional.of(new Message.Failure(Reason.CONNECTION, "why")),
                decode(
                        MessageCodec.ERROR,
                        Wire.Error.newBuilder()
                                .setReasonValue(77)
                                .setMessage("why")
                                .build()));
    }
}
