package org.sluice.core.session;

/**
 * What became of an entry when it was compared with what is there.
 *
 * @param entry as announced
 * @param verdict what became of it
 * @param reason why it failed, for people; empty otherwise
 */
public record Placed(ManifestEntry entry, Verdict verdict, String reason) {

    /** What may become of an entry. */
    public enum Verdict {
        /** Its content is needed. */
        WANTED,
        /** Its content is needed, and chunks of it may be here already. */
        WANTED_IN_PART,
        /** It was made: a directory or a link. */
        MADE,
        /** It is there already. */
        UNCHANGED,
        /** It could not be made. */
        FAILED
    }

    /** Anything but a failure. */
    public static Placed as(ManifestEntry entry, Verdict verdict) {
        return new Placed(entry, verdict, "");
    }
}
