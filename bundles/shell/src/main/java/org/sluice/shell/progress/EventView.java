package org.sluice.shell.progress;

import java.time.Duration;
import java.util.Map;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Json;
import org.sluice.transfer.TransferStatus;

/** One JSON object a line. */
final class EventView implements View {

    private final Console console;

    EventView(Console console) {
        this.console = console;
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void show(TransferStatus status, double bytesPerSecond) {
        console.note(Json.write(event(status, bytesPerSecond)));
    }

    static Map<String, Object> event(TransferStatus status, double bytesPerSecond) {
        Map<String, Object> event = Json.object();
        event.put("event", "progress");
        event.put("phase", status.phase());
        event.put("entriesDone", status.entriesDone());
        event.put("entriesTotal", status.entriesTotal());
        event.put("bytesDone", status.bytesDone());
        event.put("bytesTotal", status.bytesTotal());
        event.put("totalsFinal", status.totalsFinal());
        event.put("bytesPerSecond", (long) bytesPerSecond);
        status.remaining().ifPresent(left -> event.put("secondsLeft", left.toMillis() / 1000.0));
        event.put("current", status.current());
        return event;
    }

    @Override
    public void note(String line) {
        console.note(line);
    }

    @Override
    public void end() {}
}
