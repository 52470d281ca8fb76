package org.sluice.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.io.RelPath;
import org.sluice.transfer.Phase;
import org.sluice.transfer.TransferStatus;

/** Counts how far a transfer is; told by its threads, asked by whoever shows it. */
final class Meter {

    private final LongAdder entriesFound = new LongAdder();
    private final LongAdder bytesFound = new LongAdder();
    private final LongAdder bytesMoved = new LongAdder();
    private final AtomicLong entriesSettled = new AtomicLong();
    private final AtomicLong bytesUnchanged = new AtomicLong();
    private final Map<Thread, RelPath> current = new ConcurrentHashMap<>();
    private volatile boolean scanned;
    private volatile boolean finishing;
    private volatile Phase phase = Phase.CONNECTING;

    /** The peers have agreed and begin. */
    void begins() {
        phase = Phase.SCANNING;
    }

    void found(long entries, long bytes) {
        entriesFound.add(entries);
        bytesFound.add(bytes);
    }

    void scanned() {
        scanned = true;
        phase = Phase.COPYING;
    }

    /** The calling thread moves the content of {@code name} now. */
    void moving(RelPath name) {
        current.put(Thread.currentThread(), name);
    }

    void moved(long bytes) {
        bytesMoved.add(bytes);
    }

    void settled(long entries, long unchangedBytes) {
        entriesSettled.set(entries);
        bytesUnchanged.set(unchangedBytes);
    }

    void finishing() {
        finishing = true;
        current.clear();
    }

    void ended() {
        phase = Phase.ENDED;
        current.clear();
    }

    TransferStatus status() {
        boolean totalsFinal = scanned;
        long entries = entriesFound.sum();
        long bytes = bytesFound.sum();
        long bytesDone = bytesMoved.sum() + bytesUnchanged.get();
        List<String> names = current.values().stream()
                .distinct()
                .limit(4)
                .map(RelPath::toString)
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
