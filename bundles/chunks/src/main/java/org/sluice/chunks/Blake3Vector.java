package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/**
 * BLAKE3 with a chunk in every lane of the widest vectors, as soon as these are faster: {@link Blake3Scalar}'s twin, enabled by {@link Probe}. Made
 * before anybody asks for it, so that a process that waits at first has them by then.
 */
@Component(enabled = false, immediate = true)
@ServiceRanking(100)
public final class Blake3Vector implements Hasher {

    private final RisingKernel kernel;

    @Activate
    public Blake3Vector() {
        this(new RisingKernel(new ScalarKernel(), new VectorKernel()));
    }

    Blake3Vector(RisingKernel kernel) {
        this.kernel = kernel;
    }

    @Deactivate
    void end() {
        kernel.close();
    }

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
