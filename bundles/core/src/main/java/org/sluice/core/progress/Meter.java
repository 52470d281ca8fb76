package org.sluice.core.progress;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
        boolean totalsFinal = scanned;
        long entries = entriesFound.sum();
        long bytes = bytesFound.sum();
        long bytesDone = bytesMoved.sum() + bytesUnchanged.get();
        List<String> names = Stream.concat(current.values().stream().map(RelPath::toString), watched.get().stream())
                .distinct()
                .limit(4)
                .toList();
        return new TransferStatus(
                finishing && phase == Phase.COPYING ? Phase.FINISHING : phase,
                Math.min(entries, entriesSettled.get()),
                entries,
                Math.min(bytes, bytesDone),
                bytes,
                totalsFinal,
                names);
    }
}
