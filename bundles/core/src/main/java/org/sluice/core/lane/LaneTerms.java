package org.sluice.core.lane;

/**
 * What both ends have agreed on for their lanes.
 *
 * @param confirmed whether the receiver says what it has dealt with
 * @param sealed whether a range is followed by its {@link Seal}, and what is confirmed is named by its own
 */
public record LaneTerms(boolean confirmed, boolean sealed) {}
