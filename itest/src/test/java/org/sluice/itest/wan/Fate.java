package org.sluice.itest.wan;

/** What becomes of a packet. */
public enum Fate {
    /** It arrives in its turn. */
    PASSED,
    /** It arrives, and later ones overtake it. */
    OVERTAKEN,
    /** It vanishes on its way. */
    LOST,
    /** Too many wait for their turn already. */
    DROPPED,
    /** It does not get through: too long, or blocked. */
    BLOCKED
}
