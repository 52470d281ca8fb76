package org.sluice.transfer;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told what a transfer between local directories does to single entries, from any thread, several at once. */
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

    /** Whether changes shall be told of at all: finding words for them takes time. */
    default boolean changesToo() {
        return true;
    }

    /** Whether entries that stay as they are shall be told of, too. */
    default boolean unchangedToo() {
        return false;
    }
}
