package org.sluice.shell.progress;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;
import org.sluice.shell.text.Plain;

/** What is drawn on a terminal: always as many lines, none wider than the terminal. */
final class Block {

    private static final int NAMES = 3;
    static final int HEIGHT = 2 + NAMES;

    private Block() {}

    /** The lines for a terminal of a width in columns. */
    static List<String> lines(Figures figures, int columns) {
        // A line that fills the last column makes some terminals go to the next.
        int width = Math.max(columns - 1, 1);
        List<String> lines = new ArrayList<>();
        String percent = figures.percent().isPresent()
                ? String.format("%3d%%", figures.percent().getAsInt())
                : "    ";
        lines.add(cut(
                String.format(
                        "%-10s %s  %s  %s  %s",
                        figures.phase(), percent, figures.bytes(), figures.rate(), figures.remaining()),
                width));
        lines.add(cut(" ".repeat(17) + figures.entries(), width));
        for (int i = 0; i < NAMES; i++) {
            List<String> names = figures.status().current();
            lines.add(i < names.size() ? "  " + tail(Plain.of(names.get(i)), width - 2, figures.unicode()) : "");
        }
        return lines;
    }

    private static String cut(String line, int width) {
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int c : line.stripTrailing().codePoints().toArray()) {
            used += WCWidth.wcwidth(c);
            if (used > width) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return cut.toString();
    }

    /** The end of a name says more than its beginning. */
    private static String tail(String name, int width, boolean unicode) {
        int[] points = name.codePoints().toArray();
        if (columns(points, 0) <= width) {
            return name;
        }
        String mark = unicode ? "\u2026" : "...";
        int from = 0;
        while (from < points.length && columns(points, from) > width - mark.length()) {
            from++;
        }
        return cut(mark, width) + new String(points, from, points.length - from);
    }

    private static int columns(int[] points, int from) {
        int columns = 0;
        for (int i = from; i < points.length; i++) {
            columns += Math.max(WCWidth.wcwidth(points[i]), 0);
        }
        return columns;
    }
}
