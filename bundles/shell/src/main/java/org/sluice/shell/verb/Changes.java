package org.sluice.shell.verb;

import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.Change;
import org.sluice.transfer.TransferListener;

/** Prints changes as they happen: names, with rsync's letters where these were asked for; events for scripts. */
final class Changes implements TransferListener {

    private final Console console;
    private final boolean events;
    private final int letters;

    /** {@code letters} says how often they were asked for. */
    Changes(Console console, boolean events, int letters) {
        this.console = console;
        this.events = events;
        this.letters = letters;
    }

    @Override
    public boolean unchangedToo() {
        return letters > 1;
    }

    @Override
    public synchronized void changed(Change change) {
        if (events) {
            Map<String, Object> event = Json.object();
            event.put("event", "change");
            event.put("letters", change.letters());
            event.put("path", change.path());
            change.target().ifPresent(target -> event.put("target", target));
            console.note(Json.write(event));
        } else if (letters > 0) {
            console.say(change.letters() + " " + Plain.of(change.name()));
        } else {
            console.say((change.deletes() ? "deleting " : "") + Plain.of(change.name()));
        }
    }
}
