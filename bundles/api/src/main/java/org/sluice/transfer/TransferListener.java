package org.sluice.transfer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what a transfer does, from any thread, several at once: one between local directories, what it does to single entries;
 * one with a peer, what it decides on the way.
 */
@ConsumerType
public interface TransferListener {

    /** Wants to know nothing. */
    TransferListener NONE = _ -> {};

    /** An entry is created, changed or deleted, or would be in a dry run; called once the change has been made. */
    void changed(Change change);

    /**
     * Nothing has moved for ten seconds; told once until something does.
     *
     * @param what is stuck, for people
     */
    default void stuck(String what) {}

    /**
     * How contents travel from now on.
     *
     * @param what it is, and why, for people
     */
    default void decided(String what) {}

    /** Whether changes shall be told of at all: finding words for them takes time. */
    default boolean changesToo() {
        return true;
    }

    /** Whether entries that stay as they are shall be told of, too. */
    default boolean unchangedToo() {
        return false;
    }
}
