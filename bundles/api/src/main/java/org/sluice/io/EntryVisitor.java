package org.sluice.io;

import java.io.IOException;

/** Is told of the entries of a directory as they are found, in no order. */
public interface EntryVisitor {

    /**
     * An entry was found.
     *
     * @throws IOException to end the listing; it passes to whoever asked for it
     */
    void found(Entry entry) throws IOException;

    /**
     * A name is there, but what it names could not be looked at; the listing goes on. A name that has vanished since is
     * not reported.
     *
     * @throws IOException to end the listing
     */
    void failed(RelPath path, IOException cause) throws IOException;
}
