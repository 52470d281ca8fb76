package org.sluice.plugin;

import java.nio.file.Path;

/** What is to become of a plugin. */
public sealed interface Change {

    /**
     * It is not there yet.
     *
     * @param jar anywhere
     */
    record Install(Path jar) implements Change {}

    /**
     * Another version takes its place.
     *
     * @param jar anywhere
     */
    record Update(Path jar) implements Change {}

    /**
     * It goes, with every jar of its name.
     *
     * @param name its symbolic name
     */
    record Remove(String name) implements Change {}
}
