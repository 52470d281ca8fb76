package org.sluice.core;

import java.util.function.BooleanSupplier;

/**
 * Places for so many sessions at a time. A newcomer who finds none free gets that of a session that has lost its peer and waits for it;
 * where every session has its peer, the newcomer waits.
 */
final class Places {

    /** Between two looks whether a session has lost its peer, while a newcomer waits. */
    private static final long LOOK_MILLIS = 500;

    private final BooleanSupplier giveUp;
    private int free;
    private int newcomers;

    /** Sessions that were asked to end for a newcomer, and have not yet. */
    private int ending;

    /**
     * All of them free.
     *
     * @param giveUp has a session end that has lost its peer; false when there is none
     */
    Places(int places, BooleanSupplier giveUp) {
        this.free = places;
        this.giveUp = giveUp;
    }

    /** Parks until there is one. */
    synchronized void take() throws InterruptedException {
        newcomers++;
        try {
            while (free == 0) {
                while (ending < newcomers && giveUp.getAsBoolean()) {
                    ending++;
                }
                wait(LOOK_MILLIS);
            }
            free--;
        } finally {
            newcomers--;
        }
    }

    /** A session has ended. */
    synchronized void leave() {
        free++;
        ending = Math.max(0, ending - 1);
        notifyAll();
    }
}
