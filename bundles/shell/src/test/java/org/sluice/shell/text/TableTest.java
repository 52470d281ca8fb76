package org.sluice.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        Table table = new Table("NAME", "WHY");
        table.row("io-linux", "ranks highest");
        table.row("nio", "");

        assertEquals(List.of("NAME      WHY", "io-linux  ranks highest", "nio"), table.lines());
    }
}
