package org.sluice.chunks;

import java.util.Optional;

/** Whether this JVM has vectors that {@link Blake3Vector} is worth enabling for. */
final class Vectors {

    private static final String MODULE = "jdk.incubator.vector";

    private Vectors() {}

    /** Why not, or nothing. */
    static Optional<String> missing() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("the JVM runs without --add-modules " + MODULE);
        }
        try {
            return missing(Transposition.LANES);
        } catch (NoClassDefFoundError e) {
            return Optional.of("the framework does not export the package " + MODULE);
        }
    }

    static Optional<String> missing(int lanes) {
        return switch (lanes) {
            case 8, 16 -> Optional.empty();
            default -> Optional.of("vectors have " + lanes * Integer.SIZE + " bits here, and 256 or 512 are needed");
        };
    }
}
