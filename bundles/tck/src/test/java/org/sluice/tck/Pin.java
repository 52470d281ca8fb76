package org.sluice.tck;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Waits within a comparison that C's qsort asks for: a virtual thread does not leave its carrier from there. */
public final class Pin {

    /** Ends a wait that nobody ends, since whoever would may need the carrier. */
    private static final long LONGEST_SECONDS = 15;

    private static final ThreadLocal<Condition> AWAITED = new ThreadLocal<>();
    private static final MemorySegment COMPARISON;
    private static final MethodHandle QSORT;

    static {
        try {
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(
                            Pin.class,
                            "compare",
                            MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
            COMPARISON = upcall(compare);
            QSORT = qsort();
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private Pin() {}

    @SuppressWarnings("restricted")
    private static MemorySegment upcall(MethodHandle compare) {
        return Linker.nativeLinker()
                .upcallStub(compare, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), Arena.global());
    }

    @SuppressWarnings("restricted")
    private static MethodHandle qsort() {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("qsort"),
                        FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
    }

    /** Makes what a wait needs, and waits once for nothing: within a wait nothing else may have to be waited for. */
    public static void prepare() {
        AWAITED.remove();
        sort();
    }

    /** Waits for it, for a quarter of a minute at most. */
    public static void await(Condition condition) {
        AWAITED.set(condition);
        try {
            sort();
        } finally {
            AWAITED.remove();
        }
    }

    private static void sort() {
        try (Arena arena = Arena.ofConfined()) {
            QSORT.invokeExact(arena.allocate(2 * Integer.BYTES), 2L, (long) Integer.BYTES, COMPARISON);
        } catch (Throwable unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static int compare(MemorySegment left, MemorySegment right) {
        Condition awaited = AWAITED.get();
        if (awaited != null) {
            try {
                boolean _ = awaited.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return 0;
    }
}
