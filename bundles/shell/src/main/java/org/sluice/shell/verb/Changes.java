package org.sluice.shell.verb;

import java.util.Map;
import java.util.function.Consumer;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.Change;
import org.sluice.transfer.TransferListener;

/**
 * Prints changes as they happen, where that was asked for: names, with rsync's letters where these were; events for scripts.
 * And what is stuck, whatever was asked for. What is decided on the way is an event; people find it in the log.
 */
final class Changes implements TransferListener {

    private final Console console;
    private final boolean events;
    private final boolean names;
    private final int letters;
    private final Consumer<String> warnings;

    /**
     * Prints.
     *
     * @param names whether changes were asked for
     * @param letters how often these were
     * @param warnings what is stuck goes there
     */
    Changes(Console console, boolean events, boolean names, int letters, Consumer<String> warnings) {
        this.console = console;
        this.events = events;
        this.names = names;
        this.letters = letters;
        this.warnings = warnings;
    }

    @Override
    public boolean changesToo() {
        return names;
    }

    @Override
    public void stuck(String what) {
        warnings.accept(what);
    }

    @Override
    public void decided(String what) {
        if (events) {
            Map<String, Object> event = Json.object();
            event.put("event", "decided");
            event.put("what", what);
            console.note(Json.write(event));
        }
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
