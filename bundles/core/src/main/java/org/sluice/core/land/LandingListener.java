package org.sluice.core.land;

import java.io.IOException;
import java.util.List;

/** Is told what becomes of files, from any thread. */
public interface LandingListener {

    /** These files are durable under their names. */
    void landed(List<Long> ids);

    /** This file could not be written. */
    void failed(long id, String reason);

    /** The sender has given this file up, on a lane; why, it says on the control stream. */
    void givenUp(long id);

    /** A chunk that was asked for has come, or the sender has said that it is of no use. */
    default void arrived(long id, int number) {}

    /** Nothing can be made durable any more; the session must end. */
    void broken(IOException cause);
}
