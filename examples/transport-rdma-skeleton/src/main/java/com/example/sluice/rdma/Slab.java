package com.example.sluice.rdma;

import java.lang.foreign.MemorySegment;

/**
 * The memory that all buffers of Sluice are cut from, registered with the device once: what is sent from it needs no copy and no
 * registration.
 */
record Slab(Verbs verbs, Verbs.Registered registered) {

    static Slab of(Verbs verbs, MemorySegment memory) {
        return new Slab(verbs, verbs.register(memory));
    }

    /** Where in it a piece lies; -1 when it is from elsewhere. */
    long offset(MemorySegment piece) {
        if (!piece.isNative()) {
            return -1;
        }
        long offset = piece.address() - registered.memory().address();
        return offset >= 0 && offset + piece.byteSize() <= registered.memory().byteSize() ? offset : -1;
    }
}
