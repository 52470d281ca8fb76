package org.sluice.itest.wrong;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.locks.LockSupport;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** SHA-256, and what is wrong with it. */
record WrongHasher(Way way) implements Hasher {

    @Override
    public String name() {
        return "sha256";
    }

    @Override
    public Hash hash(MemorySegment data) {
        if (way == Way.THROWS && data.byteSize() == 0) {
            throw new UnsupportedOperationException("nothing cannot be hashed");
        }
        Digest digest = digest();
        digest.update(data);
        return digest.finish();
    }

    @Override
    public Digest digest() {
        try {
            return new InTheMaking(way, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** For each byte, about. */
    private static final long CRAWL_NANOS = 100;

    private static final class InTheMaking implements Digest {

        private final Way way;
        private final MessageDigest sha256;
        private boolean finished;

        InTheMaking(Way way, MessageDigest sha256) {
            this.way = way;
            this.sha256 = sha256;
        }

        @Override
        public void update(MemorySegment data) {
            check();
            byte[] bytes = data.toArray(ValueLayout.JAVA_BYTE);
            if (way == Way.CRAWLS && bytes.length >= 1 << 20) {
                LockSupport.parkNanos(CRAWL_NANOS * bytes.length);
            }
            boolean blind = way == Way.CORRUPTS && bytes.length > 1;
            sha256.update(bytes, 0, blind ? bytes.length - 1 : bytes.length);
        }

        @Override
        public Hash finish() {
            if (finished && way == Way.HANGS) {
                Wrong.park();
            }
            check();
            finished = true;
            return Hash.of(sha256.digest());
        }

        private void check() {
            if (!finished) {
                return;
            }
            if (way == Way.EXITS) {
                System.exit(7);
            }
            throw new IllegalStateException("the digest has been finished");
        }
    }
}
