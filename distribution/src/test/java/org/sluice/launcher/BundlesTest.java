package org.sluice.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundlesTest {

    private final Bundles bundles = new Bundles(Path.of("/d"));

    @Test
    void one_verb_starts_without_the_shell() {
        assertEquals(
                List.of(Path.of("/d/bundle"), Path.of("/d/bundle/native/linux-x86_64")),
                bundles.folders(false, "Linux", "amd64"));
        assertEquals(
                Path.of("/d/bundle/interactive"),
                bundles.folders(true, "Linux", "amd64").get(2));
    }

    @Test
    void a_platform_has_one_name() {
        assertEquals("linux-x86_64", Bundles.platform("Linux", "amd64"));
        assertEquals("linux-aarch64", Bundles.platform("Linux", "aarch64"));
        assertEquals("macos-aarch64", Bundles.platform("Mac OS X", "aarch64"));
        assertEquals("windows-x86_64", Bundles.platform("Windows 11", "amd64"));
    }
}
