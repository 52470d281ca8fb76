package org.sluice.core.select;

import java.io.IOException;
import java.util.Optional;

/** The files of rules in one directory. */
@FunctionalInterface
public interface RuleFiles {

    /** The content of the regular file of this name; empty when there is none. */
    Optional<byte[]> read(byte[] name) throws IOException;
}
