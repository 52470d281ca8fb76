package org.sluice.compress.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/** Deflate without a header, as every JDK has it. Its window is 32 KiB, always. Enabled by {@link Probe}. */
@Component(enabled = false)
@ServiceRanking(0)
public final class DeflateCompressor implements Compressor {

    private final Level level;

    /** At the level the environment says. */
    @Activate
    public DeflateCompressor() {
        this(Level.of(System.getenv()));
    }

    DeflateCompressor(Level level) {
        this.level = level;
    }

    @Override
    public String name() {
        return "deflate";
    }

    @Override
    public OptionalLong compress(MemorySegment content, MemorySegment target) {
        Deflater deflater = new Deflater(level.ofDeflate(), true);
        try (Direct direct = new Direct()) {
            deflater.setInput(direct.reading(content));
            deflater.finish();
            ByteBuffer out = direct.writing(target);
            deflater.deflate(out);
            if (!deflater.finished()) {
                return OptionalLong.empty();
            }
            int length = out.position();
            direct.written(out, target, length);
            return OptionalLong.of(length);
        } finally {
            deflater.end();
        }
    }

    @Override
    public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
        Inflater inflater = new Inflater(true);
        try (Direct direct = new Direct()) {
            inflater.setInput(direct.reading(compressed));
            ByteBuffer out = direct.writing(target);
            inflater.inflate(out);
            boolean beyond = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
            if (beyond || out.hasRemaining() || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new CorruptContentException("this is not the deflated form of " + target.byteSize() + " bytes");
            }
            direct.written(out, target, target.byteSize());
        } catch (DataFormatException e) {
            throw new CorruptContentException("deflate: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
