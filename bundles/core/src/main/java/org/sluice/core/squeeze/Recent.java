package org.sluice.core.squeeze;

import java.util.Arrays;

/** The last few of many figures. Their median is what is usual, whatever a single one was. */
final class Recent {

    private final double[] figures;
    private long count;

    Recent(int size) {
        figures = new double[size];
    }

    void add(double figure) {
        figures[(int) (count++ % figures.length)] = figure;
    }

    boolean isFull() {
        return count >= figures.length;
    }

    /** Whether they are all there and none is less than a quarter of what is usual, as while a buffer fills. */
    boolean isSettled() {
        return isFull() && 4 * Arrays.stream(figures).min().orElseThrow() >= median(0);
    }

    void clear() {
        count = 0;
    }

    /** Of those there are; {@code none} when there is none. */
    double median(double none) {
        int size = (int) Math.min(count, figures.length);
        if (size == 0) {
            return none;
        }
        double[] sorted = Arrays.copyOf(figures, size);
        Arrays.sort(sorted);
        return sorted[size / 2];
    }
}
