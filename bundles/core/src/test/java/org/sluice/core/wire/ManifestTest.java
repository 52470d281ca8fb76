package org.sluice.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.RelPath;

class ManifestTest {

    private static final Wire.Entry FILE = Wire.Entry.newBuilder()
            .setId(1)
            .setPath(ByteString.copyFromUtf8("file"))
            .setKind(Wire.Kind.FILE)
            .setSize(5)
            .build();

    private static ManifestEntry entry(UnaryOperator<Wire.Entry.Builder> change) throws ProtocolException {
        Wire.Entries entries = Wire.Entries.newBuilder()
                .addEntry(change.apply(FILE.toBuilder()))
                .build();
        return ((Message.Entries) MessageCodec.decode(MessageCodec.ENTRIES, ByteBuffer.wrap(entries.toByteArray()))
                        .orElseThrow())
                .entries()
                .getFirst();
    }

    private static void refused(UnaryOperator<Wire.Entry.Builder> change) {
        assertThrows(ProtocolException.class, () -> entry(change));
    }

    private static UnaryOperator<Wire.Entry.Builder> at(byte[] path) {
        return e -> e.setPath(ByteString.copyFrom(path));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_name_that_is_not_utf8_keeps_its_bytes() throws Exception {
        byte[] name = latin("\u00ff\u00fe\u0080/\u00c3");

        assertArrayEquals(name, entry(at(name)).path().bytes());
    }

    @Test
    void a_name_with_a_newline_an_escape_or_a_backslash_keeps_its_bytes() throws Exception {
        byte[] name = latin("a\nb\u001b[2Jc\\d:e");

        assertArrayEquals(name, entry(at(name)).path().bytes());
    }

    @Test
    void a_path_that_could_leave_the_destination_is_refused() {
        for (String path : List.of(
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/../../b",
                "/",
                "/etc/passwd",
                "//a",
                "a//b",
                "a/",
                ".",
                "./a",
                "a/.")) {
            assertThrows(ProtocolException.class, () -> entry(at(latin(path))), () -> "\"" + path + "\" was taken");
        }
    }

    @Test
    void a_path_that_only_looks_like_it_is_taken() throws Exception {
        for (String path : List.of("...", "..a", "a..", ".a", "a/...", "a/..b/c", "~", "C:\\x", "-rf")) {
            assertArrayEquals(latin(path), entry(at(latin(path))).path().bytes());
        }
    }

    @Test
    void a_path_with_a_nul_is_refused() {
        refused(at(latin("a\0b")));
        refused(at(latin("\0")));
        refused(at(latin("a\0/../../etc")));
    }

    @Test
    void the_longest_path_is_taken_and_a_longer_one_is_refused() throws Exception {
        String longest = "x".repeat(255) + ("/" + "y".repeat(255)).repeat(15);
        assertEquals(RelPath.MAX_PATH, longest.length());

        assertEquals(16, entry(at(latin(longest))).path().depth());
        refused(at(latin(longest + "/z")));
        refused(at(latin("x".repeat(256))));
    }

    @Test
    void the_empty_path_is_the_destination_itself() throws Exception {
        assertEquals(RelPath.ROOT, entry(at(new byte[0])).path());
    }

    @Test
    void a_size_that_is_negative_is_refused() {
        refused(e -> e.setSize(-1));
        refused(e -> e.setSize(Long.MIN_VALUE));
    }

    @Test
    void a_mode_with_more_than_permissions_is_refused() throws Exception {
        assertEquals(07777, entry(e -> e.setMode(07777)).metadata().mode());
        refused(e -> e.setMode(010000));
        refused(e -> e.setMode(-1));
    }

    @Test
    void an_owner_that_is_not_known_does_not_become_the_superuser() throws Exception {
        assertEquals(-1, entry(e -> e.clearUid()).metadata().uid());
        assertEquals(-1, entry(e -> e.clearGid()).metadata().gid());
        assertEquals(0, entry(e -> e.setUid(1)).metadata().uid());
    }

    @Test
    void a_time_that_is_none_is_refused() {
        refused(e -> e.setModifiedSeconds(Long.MAX_VALUE));
        refused(e -> e.setModifiedSeconds(Long.MIN_VALUE));
        refused(e -> e.setModifiedNanos(1_000_000_000));
        refused(e -> e.setModifiedNanos(-1));
    }

    @Test
    void a_link_target_longer_than_any_path_is_refused() throws Exception {
        assertEquals(
                4095,
                entry(e -> e.setTarget(ByteString.copyFrom(new byte[4095]))).target().length);
        refused(e -> e.setTarget(ByteString.copyFrom(new byte[4096])));
    }

    @Test
    void an_entry_of_no_known_kind_is_refused() {
        refused(e -> e.setKindValue(0));
        refused(e -> e.setKindValue(8));
    }
}
