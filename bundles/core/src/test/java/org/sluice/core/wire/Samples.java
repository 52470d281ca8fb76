package org.sluice.core.wire;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sluice.chunk.Hash;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.Ticket;
import org.sluice.core.session.Unreadable;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException.Reason;

/** Messages of every kind. */
final class Samples {

    /** What is lost is told by who loses it. */
    private static final List<Severity> TRAVELLING = List.of(Severity.FAILED, Severity.VANISHED, Severity.SKIPPED);

    private static final byte[] NOT_UTF8 = {'a', (byte) 0xff, '/', (byte) 0x80, '\n', 27};

    private Samples() {}

    static List<Message> all() {
        return List.of(
                hello(),
                request(Message.Direction.PUSH),
                request(Message.Direction.PULL),
                request(Message.Direction.LIST),
                request(Message.Direction.READ),
                new Message.Accepted(true, Ticket.NONE),
                new Message.Accepted(false, Ticket.NONE),
                entries(),
                new Message.ManifestEnd(true),
                new Message.ManifestEnd(false),
                new Message.Problems(problems()),
                new Message.Want(List.of(1L, 2L, Long.MAX_VALUE)),
                new Message.RequestManifest(List.of(1L, Long.MAX_VALUE)),
                new Message.ManifestResponse(
                        7, Integer.MAX_VALUE - 1, List.of(new Hash(1, 2, 3, 4), new Hash(-1, 0, -2, 9))),
                new Message.RequestChunks(Long.MAX_VALUE, List.of(0, 5, Integer.MAX_VALUE)),
                new Message.Missing(3, List.of()),
                new Message.Missing(4, List.of(0, Integer.MAX_VALUE)),
                new Message.WantEnd(),
                new Message.Progress(3, 1L << 40),
                new Message.ListRequest(Long.MAX_VALUE, RelPath.parse(NOT_UTF8)),
                new Message.Listing(1, entries().entries(), false, Optional.empty()),
                new Message.Listing(
                        2, List.of(), true, Optional.of(new Unreadable(Severity.VANISHED, "was there and is gone"))),
                new Message.ReadRequest(3, RelPath.ROOT, Long.MAX_VALUE, Message.MAX_READ),
                new Message.ReadResponse(
                        4, NOT_UTF8, Long.MAX_VALUE, Instant.ofEpochSecond(-1, 999_999_999), Optional.empty()),
                new Message.ReadResponse(
                        5,
                        new byte[0],
                        0,
                        Instant.EPOCH,
                        Optional.of(new Unreadable(Severity.FAILED, "reading: permission denied"))),
                done(),
                new Message.Failure(Reason.FILE_IO, "writing: ENOSPC"),
                new Message.Ping());
    }

    static Message.Hello hello() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("hasher", List.of("blake3", "sha256"));
        names.put("compressor", List.of());
        return new Message.Hello(new Offer(
                1,
                3,
                "sluice 0.1 \u00e9",
                names,
                List.of(new Capability("resume", Map.of("unit", "file")), new Capability("com.example.x", Map.of())),
                new Limits(1 << 20, 16)));
    }

    static Message.Request request(Message.Direction direction) {
        return new Message.Request(direction, "in", RelPath.parse(NOT_UTF8), true, false);
    }

    static Message.Entries entries() {
        Instant time = Instant.ofEpochSecond(-1, 999_999_999);
        return new Message.Entries(IntStream.range(0, EntryKind.values().length)
                .mapToObj(i -> new ManifestEntry(
                        i + 1,
                        i == 0 ? RelPath.parse(NOT_UTF8) : RelPath.ROOT,
                        EntryKind.values()[i],
                        Long.MAX_VALUE - i,
                        new Metadata(07777, i == 0 ? Metadata.UNKNOWN : Integer.MAX_VALUE, i, time),
                        i == 0 ? new byte[0] : NOT_UTF8))
                .toList());
    }

    static List<EntryProblem> problems() {
        return IntStream.range(0, TRAVELLING.size())
                .mapToObj(i ->
                        new EntryProblem(i, RelPath.parse(NOT_UTF8), TRAVELLING.get(i), "reading: permission denied"))
                .toList();
    }

    static Message.Done done() {
        return new Message.Done(new Counts(1, 2, 3, 4, 5, 6, 7, 8, 9).withReused(10), problems(), "io-linux");
    }
}
