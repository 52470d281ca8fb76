package org.sluice.core.local;

import org.sluice.io.IoBackend;
import org.sluice.io.fallback.NioBackend;

class NioLocalOptionsTest extends LocalOptionsContract {

    @Override
    IoBackend backend() {
        return new NioBackend();
    }
}
