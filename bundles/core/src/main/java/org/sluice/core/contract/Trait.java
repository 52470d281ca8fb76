package org.sluice.core.contract;

import java.util.EnumSet;
import java.util.Set;
import org.sluice.transfer.Kept;
import org.sluice.transfer.TransferOptions;

/** Something that a file system holds of entries, or does not. */
enum Trait {
    MODE("permissions"),
    OWNER("owners and groups"),
    EXACT_TIMES("exact times"),
    ACCESS_TIMES("times of last access"),
    LINKS("symbolic links"),
    HARD_LINKS("hard links"),
    SPECIALS("FIFOs and sockets"),
    DEVICES("device nodes"),
    USER_ATTRIBUTES("extended attributes of users"),
    TRUSTED_ATTRIBUTES("extended attributes of the superuser"),
    SECURITY_ATTRIBUTES("security labels and file capabilities"),
    LISTS("access control lists"),
    HOLES("holes");

    static final Set<Trait> ATTRIBUTES = EnumSet.of(USER_ATTRIBUTES, TRUSTED_ATTRIBUTES, SECURITY_ATTRIBUTES);

    private final String words;

    Trait(String words) {
        this.words = words;
    }

    /** For people, in the plural. */
    String words() {
        return words;
    }

    /** Those that options ask for; others than the superuser have no attributes but those of users, as rsync sees it. */
    static Set<Trait> askedFor(TransferOptions options, boolean superuser) {
        Set<Trait> asked = EnumSet.noneOf(Trait.class);
        for (Kept kept : options.kept()) {
            switch (kept) {
                case MODE -> asked.add(MODE);
                case OWNER, GROUP -> asked.add(OWNER);
                case TIMES -> asked.add(EXACT_TIMES);
                case ACCESS_TIMES -> asked.add(ACCESS_TIMES);
                case LINKS -> asked.add(LINKS);
                case HARD_LINKS -> asked.add(HARD_LINKS);
                case SPECIALS -> asked.add(SPECIALS);
                case DEVICES -> asked.add(DEVICES);
                case ACLS -> asked.add(LISTS);
                case ATTRIBUTES -> asked.addAll(superuser ? ATTRIBUTES : Set.of(USER_ATTRIBUTES));
                case HOLES -> asked.add(HOLES);
            }
        }
        return asked;
    }
}
