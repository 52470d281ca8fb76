package org.sluice.core.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.Condition;
import org.sluice.core.progress.Meter;
import org.sluice.core.select.Rules;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Selection;

class CensusTest {

    @TempDir
    private Path temporary;

    private final Meter meter = new Meter();

    @BeforeEach
    void make_a_tree() throws Exception {
        Files.createDirectories(temporary.resolve("a/b"));
        Files.writeString(temporary.resolve("a/f"), "12345");
        Files.writeString(temporary.resolve("a/b/g"), "1234567");
        Files.createSymbolicLink(temporary.resolve("a/l"), Path.of("f"));
        Files.createDirectories(temporary.resolve("a/.sluice-staging/x"));
        meter.begins();
    }

    private Census census(Root root, Selection selection) throws Exception {
        Start start = new Start(root, RelPath.parse("a"), RelPath.parse("a"));
        return new Census(List.of(start), selection, Rules.of(selection, false), meter);
    }

    @Test
    void all_that_is_there_is_counted_once_somebody_asks() throws Exception {
        try (Root root = new NioBackend().root(temporary);
                Census _ = census(root, Selection.ALL)) {
            meter.status();

            Condition.met("all is counted", () -> meter.status().totalsFinal());

            assertEquals(5, meter.status().entriesTotal());
            assertEquals(12, meter.status().bytesTotal());
        }
    }

    @Test
    void where_nobody_asks_nothing_is_counted() throws Exception {
        try (Root root = new NioBackend().root(temporary)) {
            census(root, Selection.ALL).close();
        }

        assertFalse(meter.status().totalsFinal());
        assertEquals(0, meter.status().entriesTotal());
    }

    @Test
    void where_rules_decide_nothing_is_counted() throws Exception {
        Selection selection = Selection.ALL.withFilters(
                List.of(new Filter(Filter.Kind.EXCLUDE, "f".getBytes(StandardCharsets.UTF_8))), Path.of(""), false);
        try (Root root = new NioBackend().root(temporary)) {
            Census census = census(root, selection);
            meter.status();
            census.close();
        }

        assertEquals(0, meter.status().entriesTotal());
    }
}
