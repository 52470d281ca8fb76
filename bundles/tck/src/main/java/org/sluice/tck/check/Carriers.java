package org.sluice.tck.check;

import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingStream;
import org.osgi.framework.Bundle;
import org.sluice.tck.check.Told.Fate;

/**
 * Whether a plugin's calls pin carriers: the JVM records each virtual thread that has waited without leaving its carrier, and where. One
 * with code of the plugin in its stack is told as soon as it is heard of, since a check may not get much further.
 */
final class Carriers {

    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final String SENTENCE = "no_call_that_waits_pins_its_carrier";

    /** What is shorter nobody waits for. */
    private static final Duration LEAST = Duration.ofMillis(20);

    /** Classes are loaded and made ready by the JVM itself, which pins whoever happens to need one first. */
    private static final Set<String> LOADING = Set.of("loadClass", "<clinit>");

    /** What the JVM says of who waits until another thread has made a class ready. */
    private static final String READY = "Waited for initialization";

    /** And of who waits within a section of the JDK that no thread may leave its carrier in; nobody else can have one (freeze_pinned_cs in HotSpot). */
    private static final String SECTION_OF_THE_JDK = "Freeze or preempt failed (2)";

    private final RecordingStream recording = new RecordingStream();
    private final Told told;
    private volatile Set<String> classes = Set.of();
    private volatile boolean pinned;

    private Carriers(Told told) {
        this.told = told;
    }

    /** Listens from now on. */
    static Carriers watched(Told told) {
        Carriers carriers = new Carriers(told);
        carriers.recording.enable(PINNED).withThreshold(LEAST).withStackTrace();
        carriers.recording.onEvent(PINNED, carriers::hear);
        carriers.recording.startAsync();
        return carriers;
    }

    /** Whose classes count. */
    void of(Bundle plugin) {
        Enumeration<URL> files = plugin.findEntries("/", "*.class", true);
        of((files == null ? List.<URL>of() : Collections.list(files))
                .stream()
                        .map(file -> file.getPath().substring(1).replaceAll("\\.class$", ""))
                        .map(path -> path.replace('/', '.'))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** The names of the classes that count. */
    void of(Set<String> plugin) {
        classes = plugin;
    }

    private void hear(RecordedEvent event) {
        culprit(event).filter(_ -> !pinned).ifPresent(method -> {
            pinned = true;
            String why = method + " waited for " + event.getDuration().toMillis() + " ms with its carrier: "
                    + event.getString("pinnedReason");
            told.sentence(Fate.FAILED, Check.BUNDLE, SENTENCE, why);
        });
    }

    /** The plugin's method that waited, if it was one. */
    private Optional<String> culprit(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || isOfTheJvm(event, stack)) {
            return Optional.empty();
        }
        return stack.getFrames().stream()
                .filter(frame -> classes.contains(type(frame)))
                .map(frame -> type(frame) + "." + method(frame))
                .findFirst();
    }

    private static boolean isOfTheJvm(RecordedEvent event, RecordedStackTrace stack) {
        String reason = event.getString("pinnedReason");
        return (reason != null && (reason.startsWith(READY) || reason.equals(SECTION_OF_THE_JDK)))
                || stack.getFrames().stream().anyMatch(frame -> LOADING.contains(method(frame)));
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static String method(RecordedFrame frame) {
        return frame.getMethod().getName();
    }

    /** Listens no more, and tells whether all was well. */
    void end() {
        recording.stop();
        recording.close();
        if (!pinned) {
            told.sentence(Fate.HELD, Check.BUNDLE, SENTENCE, "");
        }
    }
}
