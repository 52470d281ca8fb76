package org.sluice.core.squeeze;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.compress.Compressor;
import org.sluice.io.RelPath;

/** What the sender of a session compresses, and what it makes of it. Its lanes share one. */
public final class Squeeze {

    /** What compressing has to save of a content, as a fraction of it: a thirty-second. */
    private static final int LEAST_SAVED = 32;

    private final Optional<Compressor> compressor;
    private final Payoff payoff = new Payoff(Runtime.getRuntime().availableProcessors());
    private final LongAdder content = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder packed = new LongAdder();

    /** With the compressor that was agreed on, if one was. */
    public Squeeze(Optional<Compressor> compressor) {
        this.compressor = compressor;
    }

    /** Whether to compress anything now. */
    public boolean isOn() {
        return compressor.isPresent() && payoff.isOn();
    }

    /** Whether to compress so many bytes of a file, as far as its name tells. */
    public boolean isOn(RelPath file, long bytes) {
        if (compressor.isPresent() && FileType.isPacked(file)) {
            packed.add(bytes);
            return false;
        }
        return isOn();
    }

    /** Whether a file that begins so is compressed already. */
    public boolean isPacked(MemorySegment beginning) {
        return FileType.isPacked(beginning);
    }

    /**
     * Compresses {@code bytes} to the beginning of {@code room}, if they look as if it made them clearly smaller.
     *
     * @return the length of the compressed form; that of the content itself where it stays as it is
     */
    public long squeeze(MemorySegment bytes, MemorySegment room) {
        if (compressor.isEmpty() || Entropy.isHigh(bytes)) {
            return bytes.byteSize();
        }
        long most = Math.min(room.byteSize(), bytes.byteSize() - Math.max(1, bytes.byteSize() / LEAST_SAVED));
        OptionalLong length = compressor.get().compress(bytes, room.asSlice(0, most));
        return length.orElse(bytes.byteSize());
    }

    /**
     * A content was sent.
     *
     * @param bytes of the content
     * @param length of the form in which it was sent
     * @param begun when sending began to hold the lane, in nanoseconds of {@link System#nanoTime}
     * @param ended when it did no longer
     */
    public void sent(long bytes, long length, long begun, long ended) {
        content.add(bytes);
        sent.add(length);
        payoff.sent(bytes, length < bytes, ended - begun, ended);
    }

    /** So many bytes look as if they were compressed already. */
    public void packed(long bytes) {
        packed.add(bytes);
    }

    /** For people: {@code zstd on (62 % less)}, {@code zstd off (incompressible)}. */
    public String report() {
        return compressor
                .map(chosen -> chosen.name() + " " + outcome())
                .orElse("compression off (no compressor in common)");
    }

    private String outcome() {
        long all = content.sum();
        long saved = all - sent.sum();
        if (saved > 0) {
            return String.format(Locale.ROOT, "on (%.0f %% less)", 100.0 * saved / all);
        }
        if (all == 0) {
            return "off (nothing was sent)";
        }
        if (packed.sum() > all / 2) {
            return "off (incompressible)";
        }
        return "off (" + (payoff.reason().isEmpty() ? "sending is as fast" : payoff.reason()) + ")";
    }
}
