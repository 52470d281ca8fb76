package org.sluice.core.land;

import java.io.IOException;
import java.util.List;

/** Is told what becomes of files, from any thread. */
public interface LandingListener {

    /** These files are durable under their names. */
    void landed(List<Long> ids);

    /** This file could not be written. */
    void failed(long id, String reason);

    /** Nothing can be made durable any more; the session must end. */
    void broken(IOException cause);
}
