package org.sluice.core.squeeze;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/** What the receiver of a session restores of what was compressed. Its lanes share one. */
public final class Expansion {

    private final Optional<Compressor> compressor;
    private final LongAdder content = new LongAdder();
    private final LongAdder arrived = new LongAdder();

    /** With the compressor that was agreed on, if one was. */
    public Expansion(Optional<Compressor> compressor) {
        this.compressor = compressor;
    }

    /** Whether the peer may send what is compressed. */
    public boolean isAgreed() {
        return compressor.isPresent();
    }

    /** Restores a content to all of {@code target}. */
    public void expand(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
        compressor.orElseThrow().decompress(compressed, target);
    }

    /** So many bytes of content have arrived as so many. */
    public void arrived(long bytes, long length) {
        content.add(bytes);
        arrived.add(length);
    }

    /** For people: {@code zstd on (62 % less)}, {@code zstd off (the peer sends as it is)}. */
    public String report() {
        return compressor
                .map(chosen -> chosen.name() + " " + outcome())
                .orElse("compression off (no compressor in common)");
    }

    private String outcome() {
        long all = content.sum();
        long saved = all - arrived.sum();
        if (saved > 0) {
            return String.format(Locale.ROOT, "on (%.0f %% less)", 100.0 * saved / all);
        }
        return all == 0 ? "off (nothing was sent)" : "off (the peer sends as it is)";
    }
}
