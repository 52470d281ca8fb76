package org.sluice.compress.format;

import org.sluice.compress.Compressor;
import org.sluice.tck.CompressorContract;

class DeflateCompressorTest extends CompressorContract {

    private final DeflateCompressor deflate = new DeflateCompressor(new Level(3));

    @Override
    protected Compressor compressor() {
        return deflate;
    }
}
