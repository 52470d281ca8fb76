package org.sluice.core.select;

import java.util.Optional;

/**
 * How rules are read, and what is said of them all.
 *
 * @param form what a rule looks like
 * @param include what a pattern without a rule's name is
 * @param words whether white space ends a rule
 * @param zeroEnded whether a NUL ends a rule, not the end of a line
 * @param cvs whether it is as CVS has it: {@code !} clears
 * @param absolute whether patterns are about absolute paths
 * @param perishable whether nothing is protected in a directory that is being deleted
 * @param sides where the rules hold, when that is said
 */
record Reading(
        Form form,
        boolean include,
        boolean words,
        boolean zeroEnded,
        boolean cvs,
        boolean absolute,
        boolean perishable,
        Optional<Sides> sides) {

    enum Form {
        /** {@code - PATTERN}, {@code dir-merge,n NAME}. */
        RULES,
        /** A pattern, with {@code + } or {@code - } before it where it is the other. */
        PATTERNS_OR_SIGNED,
        /** A pattern and nothing else. */
        PATTERNS
    }

    /** Of {@code --filter}. */
    static Reading rules(boolean zeroEnded) {
        return new Reading(Form.RULES, false, false, zeroEnded, false, false, false, Optional.empty());
    }

    /** Of {@code --include} and {@code --exclude}. */
    static Reading patterns(boolean include, boolean zeroEnded) {
        return new Reading(Form.PATTERNS_OR_SIGNED, include, false, zeroEnded, false, false, false, Optional.empty());
    }
}
