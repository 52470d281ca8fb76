package org.sluice.core.path;

/**
 * How much had travelled by a lane, and by when.
 *
 * @param bytes since its stream was opened, in the busier direction
 * @param nanos as of {@link System#nanoTime}, when the last of them had been sent or had come
 */
public record Travelled(long bytes, long nanos) {}
