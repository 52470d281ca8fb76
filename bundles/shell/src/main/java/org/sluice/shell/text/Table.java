package org.sluice.shell.text;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest cell; the last column is not padded. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    /** Starts with a row of headings. */
    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row of as many cells. */
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The lines. */
    public List<String> lines() {
        int last = rows.getFirst().size() - 1;
        int[] widths = new int[last + 1];
        for (List<String> row : rows) {
            for (int column = 0; column < last; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.repeat(' ', widths[column] - cell.length() + 2);
            }
        }
        return line.toString().stripTrailing();
    }
}
