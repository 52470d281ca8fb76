package org.sluice.itest.wrong;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** The activator of a bundle with a hasher. Header {@code Wrong}: in which way it goes wrong. */
public final class Wrong implements BundleActivator {

    /** The ways. */
    public enum Way {
        /** Keeps its contract. */
        NONE,
        /** Does not start. */
        DOES_NOT_START,
        /** Registers nothing. */
        PROVIDES_NOTHING,
        /** Throws where an empty input is hashed. */
        THROWS,
        /** Never returns where it is called wrongly. */
        HANGS,
        /** Ends the process there. */
        EXITS,
        /** Does not look at the last byte. */
        CORRUPTS,
        /** Opens a file for good. */
        LEAKS_DESCRIPTOR,
        /** Starts a thread for good. */
        LEAKS_THREAD,
        /** Puts something of its own into the JVM. */
        LEAKS_CLASS_LOADER
    }

    @Override
    public void start(BundleContext context) throws IOException {
        Way way = Way.valueOf(context.getBundle().getHeaders().get("Wrong"));
        switch (way) {
            case DOES_NOT_START -> throw new IllegalStateException("no hashing today");
            case LEAKS_DESCRIPTOR -> System.getProperties().put("wrong", new FileInputStream("/dev/zero"));
            case LEAKS_THREAD ->
                Thread.ofPlatform().daemon().name("wrong-for-good").start(Wrong::park);
            case LEAKS_CLASS_LOADER -> Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> park());
            case NONE, PROVIDES_NOTHING, THROWS, HANGS, EXITS, CORRUPTS -> {}
        }
        if (way != Way.PROVIDES_NOTHING) {
            context.registerService(Hasher.class, new Sha256(way), null);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; what else there is stays, which is what is wrong.
    }

    private static void park() {
        while (true) {
            LockSupport.park();
        }
    }

    private record Sha256(Way way) implements Hasher {

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
    }

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
            boolean blind = way == Way.CORRUPTS && bytes.length > 1;
            sha256.update(bytes, 0, blind ? bytes.length - 1 : bytes.length);
        }

        @Override
        public Hash finish() {
            check();
            finished = true;
            return Hash.of(sha256.digest());
        }

        private void check() {
            if (!finished) {
                return;
            }
            if (way == Way.HANGS) {
                park();
            }
            if (way == Way.EXITS) {
                System.exit(7);
            }
            throw new IllegalStateException("the digest has been finished");
        }
    }
}
