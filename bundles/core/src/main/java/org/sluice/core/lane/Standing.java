package org.sluice.core.lane;

/** What a lane is at, for who looks whether it stands still. */
public enum Standing {
    /** It has nothing to do. */
    IDLE,

    /** Its thread moves something, or tries to. */
    WORKING,

    /** It has moved all it has begun, and the receiver has not confirmed it. */
    AWAITING
}
