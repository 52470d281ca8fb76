package org.sluice.negotiate;

/**
 * What a peer is willing to bear. An agreement has the lower of the two offers for each.
 *
 * @param controlFrame longest control frame it accepts, in bytes; at least {@value #MIN_CONTROL_FRAME}: whoever keeps its frames
 *     within that need not ask
 * @param lanes streams of payload beside the control stream, 1 to 256
 */
public record Limits(int controlFrame, int lanes) {

    /** The least limit of a control frame, in bytes. */
    public static final int MIN_CONTROL_FRAME = 512 * 1024;

    public Limits {
        if (controlFrame < MIN_CONTROL_FRAME) {
            throw new IllegalArgumentException(
                    "a control frame limit of " + controlFrame + " bytes is below " + MIN_CONTROL_FRAME);
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
