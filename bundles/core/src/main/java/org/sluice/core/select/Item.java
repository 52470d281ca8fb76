package org.sluice.core.select;

import java.util.List;

/** One place in a list of rules. */
sealed interface Item {

    /**
     * A rule.
     *
     * @param pattern what it matches
     * @param base what its paths are relative to: {@link #WHOLE_TRANSFER}, 0 for absolute ones, or how long the absolute
     *     path of the directory is whose file it comes from
     * @param include whether what matches takes part
     * @param negated whether it is for what does not match
     * @param perishable whether it protects nothing in a directory that is being deleted
     * @param sides where it holds
     */
    record Rule(Pattern pattern, int base, boolean include, boolean negated, boolean perishable, Sides sides)
            implements Item {

        static final int WHOLE_TRANSFER = -1;
    }

    /**
     * A file of rules that any directory may have.
     *
     * @param spec how it is called and read
     * @param items what the directories so far said, the deepest first
     */
    record PerDirectory(MergeFile spec, List<Item> items) implements Item {}
}
