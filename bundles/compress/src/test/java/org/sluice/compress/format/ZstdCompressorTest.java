package org.sluice.compress.format;

import org.junit.jupiter.api.AfterAll;
import org.sluice.compress.Compressor;
import org.sluice.tck.CompressorContract;

class ZstdCompressorTest extends CompressorContract {

    private static final ZstdCompressor ZSTD = new ZstdCompressor(new Level(3));

    @AfterAll
    static void let_go_of_the_contexts() {
        ZSTD.close();
    }

    @Override
    protected Compressor compressor() {
        return ZSTD;
    }
}
