package org.sluice.core.local;

import org.sluice.io.IoBackend;
import org.sluice.io.fallback.NioBackend;

class NioLocalTransferTest extends LocalTransferContract {

    @Override
    IoBackend backend() {
        return new NioBackend();
    }
}
