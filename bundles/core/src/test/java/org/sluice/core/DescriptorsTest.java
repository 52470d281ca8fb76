package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.TransferException;

class DescriptorsTest {

    @TempDir
    private Path folder;

    private Path limits(String soft) throws Exception {
        return Files.writeString(folder.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max core file size        0                    unlimited            bytes
                Max open files            %s                   524288               files
                """.formatted(soft));
    }

    @Test
    void too_few_are_refused_and_it_is_said_how_many_are_needed() throws Exception {
        Path few = limits("63");

        TransferException refused = assertThrows(TransferException.class, () -> Descriptors.check(few));

        assertEquals(
                "this process may have 63 files open at once, and needs 64; allow it more with ulimit -n",
                refused.getMessage());
    }

    @Test
    void enough_or_an_unknown_number_will_do() throws Exception {
        for (String soft : new String[] {"64", "1024", "unlimited"}) {
            Path limits = limits(soft);
            assertDoesNotThrow(() -> Descriptors.check(limits));
        }
        assertDoesNotThrow(() -> Descriptors.check(folder.resolve("nowhere")));
        assertDoesNotThrow(() -> Descriptors.check());
    }
}
