package org.sluice.core.squeeze;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/** A compressor that every JDK has. */
public final class CompressorDouble implements Compressor {

    @Override
    public String name() {
        return "double";
    }

    @Override
    public OptionalLong compress(MemorySegment content, MemorySegment target) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(content.toArray(ValueLayout.JAVA_BYTE));
            deflater.finish();
            byte[] out = new byte[(int) target.byteSize()];
            int length = deflater.deflate(out);
            MemorySegment.copy(out, 0, target, ValueLayout.JAVA_BYTE, 0, length);
            return deflater.finished() ? OptionalLong.of(length) : OptionalLong.empty();
        } finally {
            deflater.end();
        }
    }

    @Override
    public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed.toArray(ValueLayout.JAVA_BYTE));
            byte[] out = new byte[(int) target.byteSize()];
            if (inflater.inflate(out) < out.length) {
                throw new CorruptContentException("less than was said");
            }
            MemorySegment.copy(out, 0, target, ValueLayout.JAVA_BYTE, 0, out.length);
        } catch (DataFormatException e) {
            throw new CorruptContentException("damaged", e);
        } finally {
            inflater.end();
        }
    }
}
