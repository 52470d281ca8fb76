package org.sluice.core.lane;

import java.io.IOException;
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

    /** A file could not be read. */
    default void unreadable(SourceFile file, IOException cause) {
        Unreadable why = Unreadable.of(cause, "reading");
        undeliverable(file, why.severity(), why.reason());
    }
}
