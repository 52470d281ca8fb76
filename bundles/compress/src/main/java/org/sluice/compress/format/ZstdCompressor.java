package org.sluice.compress.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.compress.Compressor;
import org.sluice.compress.CorruptContentException;

/**
 * A zstd frame for each content, its length said in its header. Decompressed in one go, so that the target is the window
 * and nothing is allocated but the decoder's tables. Enabled by {@link Probe}.
 */
@Component(enabled = false)
@ServiceRanking(100)
public final class ZstdCompressor implements Compressor {

    private final Pool<ZstdCompressCtx> compressing;
    private final Pool<ZstdDecompressCtx> decompressing = new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    /** At the level the environment says. */
    @Activate
    public ZstdCompressor() {
        this(Level.of(System.getenv()));
    }

    ZstdCompressor(Level level) {
        compressing = new Pool<>(
                () -> new ZstdCompressCtx()
                        .setLevel(level.value())
                        .setContentSize(true)
                        .setChecksum(false)
                        .setDictID(false),
                ZstdCompressCtx::close);
    }

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public OptionalLong compress(MemorySegment content, MemorySegment target) {
        ZstdCompressCtx context = compressing.take();
        try (Direct direct = new Direct()) {
            ByteBuffer in = direct.reading(content);
            ByteBuffer out = direct.writing(target);
            int length = context.compressDirectByteBuffer(out, 0, out.capacity(), in, 0, in.capacity());
            direct.written(out, target, length);
            return OptionalLong.of(length);
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return OptionalLong.empty();
            }
            throw e;
        } finally {
            compressing.give(context);
        }
    }

    @Override
    public void decompress(MemorySegment compressed, MemorySegment target) throws CorruptContentException {
        check(ZstdFrame.of(compressed), target.byteSize());
        ZstdDecompressCtx context = decompressing.take();
        try (Direct direct = new Direct()) {
            ByteBuffer in = direct.reading(compressed);
            ByteBuffer out = direct.writing(target);
            int length = context.decompressDirectByteBuffer(out, 0, out.capacity(), in, 0, in.capacity());
            if (length != target.byteSize()) {
                throw new CorruptContentException("zstd gives " + length + " bytes, not " + target.byteSize());
            }
            direct.written(out, target, length);
        } catch (ZstdException e) {
            throw new CorruptContentException("zstd: " + e.getMessage(), e);
        } finally {
            decompressing.give(context);
        }
    }

    private static void check(ZstdFrame frame, long length) throws CorruptContentException {
        if (frame.content() != length) {
            throw new CorruptContentException(
                    "a zstd frame says it holds " + frame.content() + " bytes, not " + length);
        }
        if (frame.window() > ZstdFrame.MOST_WINDOW) {
            throw new CorruptContentException("a zstd frame asks for a window of " + frame.window() + " bytes");
        }
        if (frame.dictionary()) {
            throw new CorruptContentException("a zstd frame asks for a dictionary");
        }
    }

    /** Lets go of the contexts. */
    @Deactivate
    public void close() {
        compressing.close();
        decompressing.close();
    }
}
