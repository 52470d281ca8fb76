package org.sluice.launcher;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * The end of the process. Where a transport hangs there are threads of ours that were left behind, and with such the JVM may crash while it
 * writes its archive of classes at its end (25.0.3 on Linux did, in its {@code DynamicArchiveBuilder}), so that the exit code would be the crash's:
 * then the process ends by the system's {@code _exit}, without any of that.
 */
final class Departure {

    private static final String OURS = "sluice-";

    private Departure() {}

    /** Ends the process in order; does not return. */
    static void exit(int code) {
        atOnceIfAnyoneIsLeft(code);
        System.exit(code);
    }

    /** Ends the process when the JVM is ending already; does not return. */
    static void halt(int code) {
        atOnceIfAnyoneIsLeft(code);
        Runtime.getRuntime().halt(code);
    }

    private static void atOnceIfAnyoneIsLeft(int code) {
        if (isAnyoneLeft()) {
            System.out.flush();
            System.err.flush();
            atOnce(code);
        }
    }

    private static boolean isAnyoneLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith(OURS));
    }

    /** Returns only where the system has no such function. */
    @SuppressWarnings("restricted") // what it calls takes no memory
    private static void atOnce(int code) {
        Optional<MemorySegment> exit = Linker.nativeLinker().defaultLookup().find("_exit");
        if (exit.isPresent()) {
            try {
                Linker.nativeLinker()
                        .downcallHandle(exit.get(), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT))
                        .invokeExact(code);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
