package org.sluice.core.wire;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/** What a message of the control stream costs: the largest of a manifest, the largest that wants files, the smallest. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageBenchmark {

    /** Which message. */
    public enum Kind {
        /** 1,024 entries with names of 23 bytes. */
        ENTRIES,
        /** 1,024 ids. */
        WANT,
        /** Nothing at all. */
        PING
    }

    /** Which message. */
    @Param
    public Kind kind;

    private Message message = new Message.Ping();
    private int type;
    private ByteBuffer content = ByteBuffer.allocate(0);

    /** Makes it, and what it looks like on the wire. */
    @Setup
    public void make() {
        message = switch (kind) {
            case ENTRIES ->
                new Message.Entries(IntStream.range(0, Message.MAX_ENTRIES)
                        .mapToObj(MessageBenchmark::entry)
                        .toList());
            case WANT ->
                new Message.Want(LongStream.range(100_000, 100_000 + Message.MAX_ENTRIES)
                        .boxed()
                        .toList());
            case PING -> new Message.Ping();
        };
        ByteBuffer body = ByteBuffer.wrap(MessageCodec.encode(message));
        type = Short.toUnsignedInt(body.getShort());
        content = body.slice();
    }

    private static ManifestEntry entry(int number) {
        return new ManifestEntry(
                100_000 + number,
                RelPath.parse("photos/2024/IMG_%06d.jpg".formatted(number)),
                EntryKind.FILE,
                4096L + number,
                new Metadata(0644, 1000, 1000, Instant.ofEpochSecond(1_700_000_000L + number, 123_456_789)),
                new byte[0]);
    }

    /** Writes it. */
    @Benchmark
    public byte[] encode() {
        return MessageCodec.encode(message);
    }

    /** Reads it. */
    @Benchmark
    public Optional<Message> decode() throws ProtocolException {
        return MessageCodec.decode(type, content.duplicate());
    }
}
