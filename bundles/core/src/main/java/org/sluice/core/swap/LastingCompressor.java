package org.sluice.core.swap;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/** The compressor of a name, whichever bundle has it now. While none has, contents travel as they are, and who has to restore one waits. */
public final class LastingCompressor implements Compressor {

    private final String name;
    private final Supplier<Optional<Compressor>> now;
    private final Supplier<Compressor> present;

    /**
     * That of a name.
     *
     * @param now the best of that name, if there is one
     * @param present the same; waits for one, and throws {@link ProviderGoneException} when that lasts too long
     */
    public LastingCompressor(String name, Supplier<Optional<Compressor>> now, Supplier<Compressor> present) {
        this.name = name;
        this.now = now;
        this.present = present;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong compress(MemorySegment content, MemorySegment target) {
        Optional<Compressor> compressor = now.get();
        return compressor.isPresent() ? compressor.get().compress(content, target) : OptionalLong.empty();
    }

    @Override
    public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
        present.get().decompress(compressed, target);
    }
}
