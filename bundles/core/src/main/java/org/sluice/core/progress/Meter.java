package org.sluice.core.progress;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sluice.io.RelPath;
import org.sluice.transfer.Phase;
import org.sluice.transfer.TransferStatus;

/** Counts how far a transfer is; told by its threads, asked by whoever shows it. */
public final class Meter {

    private final LongAdder entriesFound = new LongAdder();
    private final LongAdder bytesFound = new LongAdder();
    private final LongAdder bytesMoved = new LongAdder();
    private final AtomicLong entriesSettled = new AtomicLong();
    private final AtomicLong bytesUnchanged = new AtomicLong();
    private final Map<Thread, RelPath> current = new ConcurrentHashMap<>();
    private volatile Supplier<List<String>> watched = List::of;
    private final AtomicLong entriesCounted = new AtomicLong();
    private final AtomicLong bytesCounted = new AtomicLong();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile Optional<Predictor> predictor = Optional.empty();
    private volatile boolean counted;
    private volatile boolean scanned;
    private volatile boolean finishing;
    private volatile Phase phase = Phase.CONNECTING;

    /** The peers have agreed and begin. */
    public void begins() {
        phase = Phase.SCANNING;
    }

    /** So many more entries were found. */
    public void found(long entries, long bytes) {
        entriesFound.add(entries);
        bytesFound.add(bytes);
    }

    /** All are found. */
    public void scanned() {
        scanned = true;
        phase = Phase.COPYING;
    }

    /** So many entries are counted ahead of the scan, and so much content. */
    public void counted(long entries, long bytes) {
        entriesCounted.set(entries);
        bytesCounted.set(bytes);
    }

    /** All are counted. */
    public void countedAll() {
        counted = true;
    }

    /** Waits until somebody asks how far it is. */
    public void awaitAsked() throws InterruptedException {
        asked.await();
    }

    /** Who knows how long the rest takes. */
    public void predict(Predictor by) {
        predictor = Optional.of(by);
    }

    /** So much is settled by now: entries, and bytes of content. */
    public Done done() {
        return new Done(entriesSettled.get(), bytesMoved.sum() + bytesUnchanged.get());
    }

    /** What is settled. */
    public record Done(long entries, long bytes) {}

    /** The calling thread moves the content of {@code name} now. */
    public void moving(RelPath name) {
        current.put(Thread.currentThread(), name);
    }

    /** So much more content has moved, in bytes. */
    public void moved(long bytes) {
        bytesMoved.add(bytes);
    }

    /** So many entries are settled, in all. */
    public void settled(long entries, long unchangedBytes) {
        entriesSettled.set(entries);
        bytesUnchanged.set(unchangedBytes);
    }

    /** So many more entries are settled. */
    public void settledMore(long entries, long unchangedBytes) {
        entriesSettled.addAndGet(entries);
        bytesUnchanged.addAndGet(unchangedBytes);
    }

    /** Who knows what is moving right now, besides those that say so themselves. */
    public void watch(Supplier<List<String>> names) {
        watched = names;
    }

    /** All contents have arrived. */
    public void finishing() {
        finishing = true;
        current.clear();
    }

    /** Nothing more happens. */
    public void ended() {
        phase = Phase.ENDED;
        current.clear();
        watched = List::of;
    }

    /** How far it is. */
    public TransferStatus status() {
        asked.countDown();
        boolean all = scanned;
        boolean totalsFinal = all || counted;
        long entries = all ? entriesFound.sum() : Math.max(entriesFound.sum(), entriesCounted.get());
        long bytes = all ? bytesFound.sum() : Math.max(bytesFound.sum(), bytesCounted.get());
        Done now = done();
        long entriesDone = Math.min(entries, now.entries());
        long bytesDone = Math.min(bytes, now.bytes());
        List<String> names = Stream.concat(current.values().stream().map(RelPath::toString), watched.get().stream())
                .distinct()
                .limit(4)
                .toList();
        return new TransferStatus(
                phase(totalsFinal),
                entriesDone,
                entries,
                bytesDone,
                bytes,
                totalsFinal,
                predictor.map(by -> duration(by.seconds(entries - entriesDone, bytes - bytesDone))),
                names);
    }

    private Phase phase(boolean totalsFinal) {
        Phase now = phase;
        if (now == Phase.SCANNING && totalsFinal) {
            return Phase.COPYING;
        }
        return finishing && now == Phase.COPYING ? Phase.FINISHING : now;
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
