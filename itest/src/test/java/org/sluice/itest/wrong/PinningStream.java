package org.sluice.itest.wrong;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** Receives within a comparison that C's {@code qsort} asks for: a virtual thread does not leave its carrier from there. */
record PinningStream(Stream right) implements Stream {

    @Override
    public long receive(Sink sink) throws IOException {
        return new Comparison(right, sink).received();
    }

    @Override
    public void send(Source source) throws IOException {
        right.send(source);
    }

    @Override
    public void finish() throws IOException {
        right.finish();
    }

    @Override
    public void close() {
        right.close();
    }

    private static final class Comparison {

        private final Stream stream;
        private final Sink sink;
        private long received;
        private Optional<IOException> thrown = Optional.empty();

        Comparison(Stream stream, Sink sink) {
            this.stream = stream;
            this.sink = sink;
        }

        long received() throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                qsort().invokeExact(arena.allocate(2 * Integer.BYTES), 2L, (long) Integer.BYTES, comparison(arena));
            } catch (Throwable unexpected) {
                throw new IllegalStateException(unexpected);
            }
            if (thrown.isPresent()) {
                throw thrown.get();
            }
            return received;
        }

        /** What C calls must not throw. */
        @SuppressWarnings("unused")
        private int compare(MemorySegment left, MemorySegment other) {
            try {
                received = stream.receive(sink);
            } catch (IOException e) {
                thrown = Optional.of(e);
            }
            return 0;
        }

        @SuppressWarnings("restricted")
        private MemorySegment comparison(Arena arena) throws ReflectiveOperationException {
            MethodType type = MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class);
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup().bind(this, "compare", type),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                            arena);
        }

        @SuppressWarnings("restricted")
        private static MethodHandle qsort() {
            return Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("qsort"),
                            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
        }
    }
}
