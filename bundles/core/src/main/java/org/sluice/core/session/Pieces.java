package org.sluice.core.session;

import java.util.BitSet;

/** A file whose chunks the receiver compares one by one: which hashes have come, what is decided, and whether any will not come. */
public final class Pieces {

    private final int count;
    private final BitSet known = new BitSet();
    private int undecided;
    private boolean lacking;

    /** Of a file of so many chunks. */
    public Pieces(int count) {
        this.count = count;
        this.undecided = count;
    }

    /** Hashes of consecutive chunks have come. */
    public void come(long id, int first, int hashes) throws ProtocolException {
        if (hashes < 1 || first < 0 || first > count - hashes) {
            throw new ProtocolException("the manifest of entry " + id + " has chunks " + first + " to "
                    + ((long) first + hashes - 1) + "; the file has " + count);
        }
        int twice = known.nextSetBit(first);
        if (twice >= 0 && twice < first + hashes) {
            throw new ProtocolException("the manifest of entry " + id + " has chunk " + twice + " twice");
        }
        known.set(first, first + hashes);
    }

    /** So many chunks are there, or have been asked for. */
    void decide(int chunks) {
        undecided -= chunks;
    }

    /** There are so many chunks of which no hash comes. */
    void lack(int chunks) {
        lacking = true;
        undecided -= chunks;
    }

    boolean isLacking() {
        return lacking;
    }

    boolean isDecided() {
        return undecided == 0;
    }
}
