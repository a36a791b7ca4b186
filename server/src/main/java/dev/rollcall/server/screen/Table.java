// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, in columns as wide as their content. On a terminal the widest columns shrink until a row fits;
 * in a file or a pipe nothing is cut. Not thread-safe.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 4;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** Begins a table. A heading that ends with {@code #} is for numbers, which are aligned right. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row with a text for each heading. */
    public Table row(String... texts) {
        if (texts.length != headings.size()) {
            throw new IllegalArgumentException(texts.length + " texts (expected: " + headings.size() + ")");
        }
        rows.add(List.of(texts));
        return this;
    }

    /** Returns the lines. */
    public List<String> lines(Terminal terminal) {
        int[] widths = widths(terminal);
        Style style = new Style(terminal.colors());
        List<String> lines = new ArrayList<>();
        lines.add(style.faint(line(headings.stream().map(Table::name).toList(), widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths(Terminal terminal) {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    Text.columns(name(headings.get(i))),
                    rows.stream()
                            .mapToInt(row -> Text.columns(row.get(column)))
                            .max()
                            .orElse(0));
        }
        if (terminal.interactive()) {
            narrow(widths, terminal.width());
        }
        return widths;
    }

    private static void narrow(int[] widths, int room) {
        int gaps = GAP.length() * (widths.length - 1);
        while (sum(widths) + gaps > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private static int sum(int[] widths) {
        int sum = 0;
        for (int width : widths) {
            sum += width;
        }
        return sum;
    }

    private String line(List<String> texts, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean number = headings.get(i).endsWith("#");
            line.append(i == 0 ? "" : GAP);
            line.append(number ? Text.right(texts.get(i), widths[i]) : Text.left(texts.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private static String name(String heading) {
        return heading.endsWith("#") ? heading.substring(0, heading.length() - 1) : heading;
    }
}
