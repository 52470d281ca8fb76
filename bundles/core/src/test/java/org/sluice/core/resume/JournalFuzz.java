package org.sluice.core.resume;

/** Any bytes as a journal. See {@code itest/fuzz}. */
public final class JournalFuzz {

    private JournalFuzz() {}

    /** Reads what is whole of it, or nothing. */
    public static void fuzzerTestOneInput(byte[] data) {
        JournalLayout.read(data);
    }
}
