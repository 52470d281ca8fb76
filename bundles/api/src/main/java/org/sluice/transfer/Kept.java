package org.sluice.transfer;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a copy keeps of an entry besides its name and its content; the letters are those of rsync's options. */
public enum Kept {
    /** Symbolic links as links ({@code -l}); without it they are skipped. */
    LINKS,
    /** Permission bits ({@code -p}); without it a new entry gets those that the process gives, an old one keeps its own. */
    MODE,
    /** Times of last modification ({@code -t}). */
    TIMES,
    /** Groups ({@code -g}). */
    GROUP,
    /** Owners ({@code -o}). */
    OWNER,
    /** Block and character devices ({@code -D}). */
    DEVICES,
    /** FIFOs and sockets ({@code -D}). */
    SPECIALS,
    /** Which names are one file ({@code -H}). */
    HARD_LINKS,
    /** POSIX access control lists ({@code -A}). */
    ACLS,
    /** Extended attributes, security labels and file capabilities among them ({@code -X}). */
    ATTRIBUTES,
    /** Holes of sparse files ({@code -S}). */
    HOLES,
    /** Times of last access ({@code -U}). */
    ACCESS_TIMES;

    /** What {@code -a} keeps, and what is kept when nothing is said. */
    public static final Set<Kept> ARCHIVE =
            Collections.unmodifiableSet(EnumSet.of(LINKS, MODE, TIMES, GROUP, OWNER, DEVICES, SPECIALS));
}
