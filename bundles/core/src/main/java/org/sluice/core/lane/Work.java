package org.sluice.core.lane;

import java.util.List;
import org.sluice.core.session.SourceFile;

/** What a lane does at a time. */
sealed interface Work {

    /** Small files, sent together. */
    record Pack(List<SourceFile> files) implements Work {}

    /** A part of a large file. */
    record Range(OpenSource source, long offset, int length) implements Work {

        /** Which chunk it is. */
        int number() {
            return source.chunking().number(offset);
        }
    }
}
