package org.sluice.core.path;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.core.session.IoReason;

/** By which paths a session has gone, and why: the text of the end report. Not thread-safe. */
final class Itinerary {

    private final List<String> taken = new ArrayList<>();
    private Optional<IOException> lost = Optional.empty();
    private String proof = "";

    Itinerary(String first) {
        taken.add(first);
    }

    /** The one in use has been lost. */
    void lost(IOException cause) {
        lost = Optional.of(cause);
    }

    /** After a loss. */
    void goesOn(String by) {
        taken.add(by);
    }

    /** What the one in use is called by now. */
    void now(String name) {
        taken.set(taken.size() - 1, name);
    }

    /** After the loss of one that others were compared with. */
    void goesBack(String to) {
        if (!taken.getLast().equals(to)) {
            taken.add(to);
        }
    }

    /** One has been compared with others and chosen; what proves that is empty when it proved nothing. */
    void chosen(String path, String by) {
        proof = by.isEmpty() ? proof : by;
        if (taken.getLast().equals(path)) {
            return;
        }
        if (lost.isEmpty()) {
            taken.clear();
        }
        taken.add(path);
    }

    /** With what else there is to be said. */
    String with(String remark) {
        List<String> remarks = new ArrayList<>();
        lost.ifPresent(cause -> {
            remarks.add(String.join(", then ", taken));
            remarks.add(IoReason.of(cause));
        });
        if (!proof.isEmpty()) {
            remarks.add(proof);
        }
        if (!remark.isEmpty()) {
            remarks.add(remark);
        }
        String last = taken.getLast();
        return remarks.isEmpty() ? last : last + " (" + String.join("; ", remarks) + ")";
    }
}
