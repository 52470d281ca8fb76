package org.sluice.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/**
 * What it costs to send so many bytes in a stream and to receive them again, without a network, encryption or a second thread: records,
 * queues and two copies.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {

    /** Bytes; less than what may be on its way at a time, since nobody takes any meanwhile. */
    @Param({"1", "4096", "262144"})
    public int length;

    private final Arena arena = Arena.ofShared();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Incoming incoming = new Incoming(Carrier.of(channel), Incoming.FULL);
    private final Outgoing outgoing = new Outgoing(Carrier.of(channel));
    private MemorySegment from = MemorySegment.NULL;
    private MemorySegment to = MemorySegment.NULL;

    /** Makes what is sent, and room for it. */
    @Setup
    public void allocate() {
        from = arena.allocate(length);
        to = arena.allocate(length);
    }

    /** There and back. */
    @Benchmark
    public long pass() throws IOException {
        outgoing.send(new Source.Memory(from));
        channel.runPendingTasks();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            incoming.arrived(piece);
        }
        return incoming.receive(new Sink.Memory(to));
    }

    /** Lets go of the memory. */
    @TearDown
    public void free() {
        channel.close();
        arena.close();
    }
}
