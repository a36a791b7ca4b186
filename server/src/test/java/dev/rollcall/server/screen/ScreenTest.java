// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.server.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

    private static final Terminal TERMINAL = new Terminal(true, false, 30, 10);

    @ParameterizedTest
    @CsvSource({"0,8,4,''", "8,8,4,████", "4,8,4,██", "1,8,4,▌", "1,100000,4,▏", "9,8,4,████", "5,0,4,''", "3,8,1,▍"})
    void barsShowSharesToAnEighthOfAColumn(long part, long whole, int columns, String bar) {
        assertThat(Bars.bar(part, whole, columns)).isEqualTo(bar);
    }

    @Test
    void aSparklineShowsTheNewest() {
        assertThat(Bars.sparkline(List.of(0L, 1L, 4L, 7L), 3)).isEqualTo("▁▄█");
        assertThat(Bars.sparkline(List.of(5L, 5L), 9)).isEqualTo("▄▄");
        assertThat(Bars.sparkline(List.of(), 9)).isEmpty();
        assertThat(Bars.sparkline(List.of(1L), 0)).isEmpty();
    }

    @Test
    @DisplayName("wide characters take two columns, combining ones none")
    void columns() {
        assertThat(Text.columns("日本")).isEqualTo(4);
        assertThat(Text.columns("e\u0301")).isEqualTo(1);
        assertThat(Text.columns("🚀")).isEqualTo(2);
        assertThat(Text.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Text.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Text.left("abc", 5)).isEqualTo("abc  ");
        assertThat(Text.right("abcdef", 3)).isEqualTo("ab…");
    }

    @Test
    void aTableFitsATerminalAndCutsNothingElsewhere() {
        Table table = new Table("NAME", "TABS#")
                .row("a-name-that-is-much-too-long-for-it", "12")
                .row("b", "3");
        assertThat(table.lines(TERMINAL))
                .containsExactly(
                        "NAME                      TABS",
                        "a-name-that-is-much-too…    12",
                        "b                            3");
        assertThat(table.lines(Terminal.NONE).get(1)).startsWith("a-name-that-is-much-too-long-for-it  ");
    }

    @Test
    void headingsAreFaintOnlyWhereThereAreColours() {
        assertThat(new Table("A").lines(new Terminal(true, true, 30, 10))).containsExactly("\u001b[2mA\u001b[0m");
        assertThat(new Table("A").lines(TERMINAL)).containsExactly("A");
    }

    @ParameterizedTest
    @CsvSource({"0,10,0 %", "1,1000,1 %", "999,1000,99 %", "10,10,100 %", "1,3,33 %", "0,0,0 %"})
    void onlyAllIsAHundredPercent(long part, long whole, String words) {
        assertThat(Words.percent(part, whole)).isEqualTo(words);
    }

    @Test
    void words() {
        assertThat(Words.number(1_234_567)).isEqualTo("1,234,567");
        assertThat(Words.number(-123_456)).isEqualTo("-123,456");
        assertThat(Words.count(1, "tab")).isEqualTo("1 tab");
        assertThat(Words.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Words.duration(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(Words.duration(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(Words.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
        assertThat(Words.time(0, ZoneOffset.UTC)).isEqualTo("00:00:00");
        assertThat(Words.date(0, ZoneOffset.UTC)).isEqualTo("1970-01-01 00:00:00");
    }

    @Test
    @DisplayName("a status line is overwritten on a terminal; elsewhere changes have lines, every ten seconds at most")
    void statusLine() {
        assertThat(shown(Terminal.NONE).lines()).containsExactly("one", "three");
        assertThat(shown(TERMINAL)).isEqualTo("\r\u001b[Kone\r\u001b[Ktwo\r\u001b[Kthree" + System.lineSeparator());
    }

    private static String shown(Terminal terminal) {
        StringWriter out = new StringWriter();
        long[] now = {1_000_000};
        StatusLine line = new StatusLine(new PrintWriter(out), terminal, () -> Instant.ofEpochMilli(now[0]));
        line.show("one");
        line.show("one");
        now[0] += 9_999;
        line.show("two");
        now[0] += 1;
        line.show("three");
        line.end();
        return out.toString();
    }

    @Test
    void noColorIsObeyedAndTheSizeCanBeSet() {
        Map<String, String> environment = Map.of("COLUMNS", "40", "LINES", "12", "NO_COLOR", "1", "TERM", "xterm");
        assertThat(TERMINAL.resized(environment)).isEqualTo(new Terminal(true, false, 40, 12));
        assertThat(Terminal.NONE.resized(environment)).isSameAs(Terminal.NONE);
        assertThat(Terminal.ofOutput(Map.of())).isSameAs(Terminal.NONE);
    }
}
