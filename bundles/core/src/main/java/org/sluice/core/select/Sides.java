package org.sluice.core.select;

/** Where a rule holds: it hides at the source, and protects at the destination. */
enum Sides {
    BOTH,
    SENDER,
    RECEIVER;

    boolean includes(Sides side) {
        return this == BOTH || this == side;
    }
}
