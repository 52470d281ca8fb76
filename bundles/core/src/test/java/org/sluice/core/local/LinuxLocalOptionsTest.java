package org.sluice.core.local;

import org.sluice.io.IoBackend;
import org.sluice.io.linux.LinuxBackend;

class LinuxLocalOptionsTest extends LocalOptionsContract {

    @Override
    IoBackend backend() {
        return new LinuxBackend();
    }
}
