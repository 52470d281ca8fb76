package org.sluice.transport.netty;

import io.netty.channel.FileRegion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes of a file that the kernel moves. All of its length is sent, whatever becomes of the file: zeros in place of what it lacks. */
public interface Passage extends FileRegion {

    /** Why there are zeros among what was sent; null when there are none. */
    @Nullable
    IOException failure();

    /** Returns when the file is not touched any more, and will not be. */
    void revoke();
}
