package org.sluice.io;

import java.io.IOException;

/** Is told what became of files that are copied many at once: of each once, one after the other, in no order, before the call returns. */
public interface CopyListener {

    /** It was copied. */
    void copied(SmallCopy copy, Copied copied);

    /** It was not, and nothing of that name was left behind; the others are copied all the same. */
    void failed(SmallCopy copy, IOException cause);
}
