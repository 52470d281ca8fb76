package org.sluice.core.land;

import java.util.List;
import org.sluice.chunk.Hash;

/** Knows where chunks may come from besides the sender, and is told what becomes of those that come. From any thread. */
public interface Prospect {

    /** Expects nothing of anybody. */
    Prospect NONE = new Prospect() {
        @Override
        public boolean mayHold(long size) {
            return false;
        }

        @Override
        public void expected(long id, long size, boolean inPart) {}

        @Override
        public void arrived(long id, PartialFile file, int number, Hash hash) {}

        @Override
        public void complete(long id, PartialFile file, List<Hash> hashes) {}

        @Override
        public void ended(long id) {}

        @Override
        public void landed(List<Long> ids) {}
    };

    /** Whether this machine may have, or just get, a file of exactly this size. */
    boolean mayHold(long size);

    /** A large file is wanted, whole or in part. */
    void expected(long id, long size, boolean inPart);

    /** A chunk of a file is in its place. */
    void arrived(long id, PartialFile file, int number, Hash hash);

    /** All of a file is in its place; these are its chunks. */
    void complete(long id, PartialFile file, List<Hash> hashes);

    /** No more of a file arrives: it is complete, or given up. */
    void ended(long id);

    /** Files have their names. */
    void landed(List<Long> ids);
}
