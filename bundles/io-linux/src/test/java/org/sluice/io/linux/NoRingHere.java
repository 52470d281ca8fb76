package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.linux.choice.Means;

/** What {@link WithoutRing} runs beside the contract; it fails where rings are allowed. */
class NoRingHere {

    @TempDir
    Path directory;

    @Test
    void that_there_is_none_is_said_once() {
        List<String> said = new ArrayList<>();
        Logger log = (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (self, method, arguments) -> {
                    said.add(method.getName() + ": " + arguments[1]);
                    return null;
                });
        Rings rings = new Rings(log);

        assertEquals(Optional.empty(), rings.open(Arena.ofAuto()));
        assertEquals(Optional.empty(), rings.open(Arena.ofAuto()));

        assertEquals(
                List.of(
                        "info: io_uring is forbidden (EPERM) by a seccomp filter or the sysctl kernel.io_uring_disabled"),
                said);
    }

    @Test
    void what_a_ring_was_chosen_for_before_is_done_by_calls() throws Exception {
        Files.write(directory.resolve("from"), new byte[8 << 20]);
        try (LinuxBackend backend = Chosen.backend(Means.RING);
                Root root = backend.root(directory);
                FileHandle from = root.open(RelPath.parse("from"), OpenMode.READ);
                FileHandle to = root.open(RelPath.parse("to"), OpenMode.CREATE)) {
            assertEquals(8 << 20, to.copy(0, from.source(0, 8 << 20)));

            assertTrue(backend.choices().stream()
                    .filter(choice -> choice.work().equals("large files"))
                    .anyMatch(choice -> !choice.chosen().equals("ring")));
        }
    }
}
