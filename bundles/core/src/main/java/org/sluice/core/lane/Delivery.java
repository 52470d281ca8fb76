package org.sluice.core.lane;

import java.io.IOException;
import java.util.List;
import org.sluice.chunk.Hash;
import org.sluice.core.session.SourceFile;
import org.sluice.core.session.Unreadable;
import org.sluice.transfer.Problem.Severity;

/** Is told by lanes what they do, from any thread. */
public interface Delivery {

    /** A file's content begins to move. */
    void begins(SourceFile file);

    /** So many bytes of content have moved. */
    void moved(long bytes);

    /** A file cannot be delivered. */
    void undeliverable(SourceFile file, Severity severity, String reason);

    /** All of a file was sent; these are the hashes of its chunks. */
    default void sent(SourceFile file, List<Hash> hashes) {}

    /** A chunk of a file has not the hash that was said. */
    default void notAsSaid(SourceFile file) {}

    /** A file could not be read. */
    default void unreadable(SourceFile file, IOException cause) {
        Unreadable why = Unreadable.of(cause, "reading");
        undeliverable(file, why.severity(), why.reason());
    }
}
