package org.sluice.core.lane;

import java.io.IOException;
import org.sluice.core.session.SourceFile;
import org.sluice.transfer.Problem.Severity;

/** Is told by lanes what they do, from any thread. */
public interface Delivery {

    /** A file's content begins to move. */
    void begins(SourceFile file);

    /** So many bytes of content have moved. */
    void moved(long bytes);

    /** A file cannot be delivered. */
    void undeliverable(SourceFile file, Severity severity, String reason);

    /** What lanes do with a file, for people: {@code reading}. */
    String doing();

    /** A file could not be read, or copied. */
    default void unreadable(SourceFile file, IOException cause) {
        Unreadable why = Unreadable.of(cause, doing());
        undeliverable(file, why.severity(), why.reason());
    }
}
