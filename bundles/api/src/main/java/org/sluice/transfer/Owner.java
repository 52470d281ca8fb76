package org.sluice.transfer;

import java.util.OptionalInt;

/**
 * Whom everything at the destination shall belong to ({@code --chown}).
 *
 * @param uid number of the user; empty for the owner that {@link Kept#OWNER} says
 * @param gid number of the group; empty for the group that {@link Kept#GROUP} says
 */
public record Owner(OptionalInt uid, OptionalInt gid) {

    public Owner {
        if (uid.isEmpty() && gid.isEmpty()) {
            throw new IllegalArgumentException("neither a user nor a group");
        }
        refuseNegative("user", uid);
        refuseNegative("group", gid);
    }

    private static void refuseNegative(String what, OptionalInt id) {
        if (id.isPresent() && id.getAsInt() < 0) {
            throw new IllegalArgumentException(what + " " + id.getAsInt());
        }
    }
}
