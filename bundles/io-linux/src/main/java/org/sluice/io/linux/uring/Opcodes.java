package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.sluice.io.linux.c.IoUring;
import org.sluice.io.linux.c.RingKernel;

/** Which requests this kernel serves, as it says itself. */
final class Opcodes {

    private static final int MOST = 256;

    private final BitSet supported = new BitSet(MOST);

    /** Asks the kernel; one that cannot be asked serves none. */
    static Opcodes of(RingKernel kernel, int ring) {
        Opcodes opcodes = new Opcodes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(IoUring.PROBE_SIZE + MOST * IoUring.PROBE_OP_SIZE, 8);
            if (kernel.io_uring_register(ring, IoUring.IORING_REGISTER_PROBE, probe, MOST) == 0) {
                opcodes.read(probe);
            }
        }
        return opcodes;
    }

    private void read(MemorySegment probe) {
        int count = Byte.toUnsignedInt(probe.get(JAVA_BYTE, IoUring.probe_ops_len));
        for (int opcode = 0; opcode < count; opcode++) {
            long at = IoUring.PROBE_SIZE + opcode * IoUring.PROBE_OP_SIZE;
            int flags = probe.get(JAVA_SHORT, at + IoUring.probe_op_flags);
            supported.set(opcode, (flags & IoUring.IO_URING_OP_SUPPORTED) != 0);
        }
    }

    boolean contain(int opcode) {
        return supported.get(opcode);
    }
}
