package org.sluice.chunks;

import org.sluice.chunk.Hasher;
import org.sluice.tck.HasherContract;

class Blake3ScalarTest extends HasherContract {

    @Override
    protected Hasher hasher() {
        return new Blake3Scalar();
    }
}
