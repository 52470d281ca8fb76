package org.sluice.negotiate;

/**
 * What a peer is willing to bear. An agreement has the lower of the two offers for each.
 *
 * @param controlFrame longest control frame it accepts, in bytes; at least 64 KiB
 * @param lanes streams of payload beside the control stream, 1 to 256
 */
public record Limits(int controlFrame, int lanes) {

    public Limits {
        if (controlFrame < 64 * 1024) {
            throw new IllegalArgumentException("a control frame limit of " + controlFrame + " bytes is below 64 KiB");
        }
        if (lanes < 1 || lanes > 256) {
            throw new IllegalArgumentException(lanes + " lanes are not within 1..256");
        }
    }

    /** The lower of each. */
    public Limits lower(Limits other) {
        return new Limits(Math.min(controlFrame, other.controlFrame), Math.min(lanes, other.lanes));
    }
}
