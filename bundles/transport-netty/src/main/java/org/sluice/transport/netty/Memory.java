package org.sluice.transport.netty;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;

/** The bytes of a Netty buffer as the JDK's foreign memory sees them. Valid while the buffer is not released. */
final class Memory {

    private Memory() {}

    static MemorySegment of(ByteBuf buffer, int index, int length) {
        return MemorySegment.ofBuffer(buffer.internalNioBuffer(index, length));
    }
}
