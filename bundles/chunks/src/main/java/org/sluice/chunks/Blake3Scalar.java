package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** BLAKE3 in plain Java: there on every JVM, and what its twin {@link Blake3Vector} is compared with. */
@Component
@ServiceRanking(0)
public final class Blake3Scalar implements Hasher {

    private final Kernel kernel = new ScalarKernel();

    @Override
    public String name() {
        return "blake3";
    }

    @Override
    public Hash hash(MemorySegment data) {
        Digest digest = digest();
        digest.update(data);
        return digest.finish();
    }

    @Override
    public Digest digest() {
        return new TreeDigest(kernel);
    }
}
