package org.sluice.core.lane;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sluice.chunk.Hasher;
import org.sluice.chunks.Blake3Vector;
import org.sluice.core.buffer.SlabPool;
import org.sluice.core.land.Landing;
import org.sluice.core.land.LandingListener;
import org.sluice.core.land.Staging;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.Expansion;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;

/**
 * What a MiB costs in a lane, between files that are memory and a stream that is memory: read, hashed and sent; received, verified and
 * dropped, since nobody has asked for it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LaneBenchmark {

    /** Of content, an invocation. */
    static final int MEBIBYTES = 60;

    private static final int MEBIBYTE = 1 << 20;

    /** What travels. */
    public enum Content {
        /** 15,360 files of 4 KiB, in packs. */
        PACKS(4096),
        /** One file, in ranges of 4 MiB. */
        RANGES(MEBIBYTES * MEBIBYTE);

        private final int size;

        Content(int size) {
            this.size = size;
        }

        private int count() {
            return MEBIBYTES * MEBIBYTE / size;
        }
    }

    /** What travels. */
    @Param
    public Content content;

    private final Hasher hasher = new Blake3Vector();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment file = arena.allocate(4L * MEBIBYTE);
    private final Loop stream = new Loop(arena.allocate((MEBIBYTES + 2L) * MEBIBYTE));
    private final SlabPool buffers = new SlabPool();
    private final Optional<Path> directory;
    private final Root dropped;
    private List<SourceFile> files = List.of();

    /** Where nothing lands there has to be a place for it all the same. */
    public LaneBenchmark() {
        try {
            directory = Optional.of(Files.createTempDirectory("lane"));
            dropped = new NioBackend().root(directory.get());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the files, and fills the stream for who only receives. */
    @Setup
    public void fill() throws Exception {
        for (long i = 0; i < file.byteSize(); i++) {
            file.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31 + (i >> 12)));
        }
        Entry entry = new Entry(
                RelPath.parse("file"),
                EntryKind.FILE,
                content.size,
                new Metadata(0644, 0, 0, Instant.EPOCH),
                new FileId(1, 1),
                1);
        Root root = inMemory(entry);
        files = LongStream.range(1, content.count() + 1)
                .mapToObj(id -> new SourceFile(id, entry.path(), root, entry))
                .toList();
        send();
    }

    /** A root in which every file is {@link #file}, over and over. */
    private Root inMemory(Entry entry) {
        FileHandle handle = proxy(FileHandle.class, (method, arguments) -> switch (method) {
            case "read" -> copied((long) arguments[0] % file.byteSize(), (MemorySegment) arguments[1]);
            case "close" -> Optional.empty();
            default -> throw new UnsupportedOperationException(method);
        });
        return proxy(Root.class, (method, arguments) -> switch (method) {
            case "find" -> Optional.of(entry);
            case "open" -> handle;
            // There is room for a byte more, which would show that a file has grown.
            case "load" -> copied(0, ((MemorySegment) arguments[1]).asSlice(0, entry.size()));
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private interface Call {
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method.getName(), arguments)));
    }

    private int copied(long position, MemorySegment to) {
        MemorySegment.copy(file, position, to, 0, to.byteSize());
        return (int) to.byteSize();
    }

    /** Reads, hashes and sends. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public boolean send() throws IOException, InterruptedException {
        stream.clear();
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            queue.add(files);
            queue.end();
            return new SendLane(
                            stream,
                            queue,
                            hasher,
                            buffers,
                            new Whole(),
                            new Squeeze(Optional.empty()),
                            new LaneTerms(false, false))
                    .run();
        }
    }

    /** Receives and verifies. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public boolean receive() throws IOException, InterruptedException {
        stream.rewind();
        try (Staging staging = Staging.open(dropped);
                Landing landing = new Landing(dropped, staging, new Nobody())) {
            return new ReceiveLane(
                            stream,
                            landing,
                            hasher,
                            buffers,
                            new Arrivals.Unseen(),
                            new Expansion(Optional.empty()),
                            new LaneTerms(false, false))
                    .run();
        }
    }

    /** Leaves nothing behind. */
    @TearDown
    public void end() throws IOException {
        dropped.close();
        Files.delete(directory.orElseThrow());
        buffers.close();
        arena.close();
    }

    /** Insists that all is sent. */
    private static final class Whole implements Delivery {

        @Override
        public void begins(SourceFile file) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void undeliverable(SourceFile file, Severity severity, String reason) {
            throw new IllegalStateException(file + ": " + reason);
        }
    }

    /** Is never told anything. */
    private static final class Nobody implements LandingListener {

        @Override
        public void landed(List<Long> ids) {
            throw new IllegalStateException("somebody has asked for it");
        }

        @Override
        public void failed(long id, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void givenUp(long id) {
            throw new IllegalStateException("the sender gives up " + id);
        }

        @Override
        public void broken(IOException cause) {
            throw new IllegalStateException(cause);
        }
    }
}
