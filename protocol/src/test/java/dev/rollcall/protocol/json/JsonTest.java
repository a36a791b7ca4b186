// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.stats.History.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesWhatJsonIs() {
        JsonWriter json =
                new JsonWriter(1).beginObject().name("a").value(1).name("b").value(List.of("x", true, 1.5));
        json.name("c")
                .value(Map.of("d", Arrays.asList((Object) null)))
                .name("e")
                .beginArray()
                .endArray()
                .endObject();
        assertThat(new String(json.toBytes(), UTF_8))
                .isEqualTo("{\"a\":1,\"b\":[\"x\",true,1.5],\"c\":{\"d\":[null]},\"e\":[]}");
    }

    @Test
    @DisplayName("S12: nothing can end a line or a string early")
    void escapes() {
        byte[] json =
                new JsonWriter(1).value("\"\\\r\n\t\u0000\u007f/<é€😀\ud800x").toBytes();
        assertThat(new String(json, UTF_8)).isEqualTo("\"\\\"\\\\\\u000d\\u000a\\u0009\\u0000\\u007f/<é€😀\ufffdx\"");
    }

    @Property
    void everyTextComesBackAsItWas(@ForAll @StringLength(max = 300) String text) {
        byte[] json = new JsonWriter(1)
                .beginObject()
                .name("text")
                .value(text)
                .endObject()
                .toBytes();
        String back = Objects.requireNonNull(FlatObject.read(json)).text("text");
        assertThat(back).isEqualTo(new String(text.getBytes(UTF_16), UTF_16));
    }

    @Property
    void noTextBreaksTheReader(@ForAll @StringLength(max = 300) String text) {
        FlatObject.read(text);
        FlatObject.read("{\"type\":" + text + "}");
        FlatObject.read("{\"type\":\"" + text + "\",\"route\":" + text);
    }

    @Property
    void noBytesBreakTheReader(@ForAll byte[] bytes) {
        FlatObject.read(bytes);
    }

    @Property
    void noTextBreaksTheTree(@ForAll @StringLength(max = 300) String text) {
        JsonTree.read(text.getBytes(UTF_8));
        JsonTree.read(("{\"a\":[{\"b\":" + text + "}]}").getBytes(UTF_8));
    }

    @Property
    void noBytesBreakTheTree(@ForAll byte[] bytes) {
        JsonTree.read(bytes);
    }

    @Test
    void aTreeIsReadWhole() {
        byte[] json = "{\"a\":[1,2.5,\"x\",true,null,{\"b\":[]}],\"a2\":{\"__proto__\":-3}}".getBytes(UTF_8);
        assertThat(JsonTree.read(json))
                .isEqualTo(Map.of(
                        "a", Arrays.asList(1, 2.5, "x", true, null, Map.of("b", List.of())),
                        "a2", Map.of("__proto__", -3)));
    }

    @Test
    @DisplayName("S6: a tree is bounded like everything else")
    void treeBounds() {
        assertThat(JsonTree.read(("{\"a\":" + "[".repeat(17) + "]".repeat(17) + "}").getBytes(UTF_8)))
                .isNull();
        assertThat(JsonTree.read(("{\"a\":" + "9".repeat(101) + "}").getBytes(UTF_8)))
                .isNull();
        for (String number : List.of("1e999999999", "-1e-999999999", "1e308", "9".repeat(100))) {
            Object value = Objects.requireNonNull(JsonTree.read(("{\"a\":" + number + "}").getBytes(UTF_8)))
                    .get("a");
            assertThat(value).as(number).isInstanceOf(Number.class);
        }
    }

    @Test
    void historyHasAColumnForTheBusiestAndOneForTheRest() {
        List<Sample> samples = new ArrayList<>();
        samples.add(new Sample(1_000, 3, Map.of("v1", 3)));
        Map<String, Integer> many = new LinkedHashMap<>();
        for (int i = 0; i < 14; i++) {
            many.put("w" + i, 10 + i);
        }
        samples.add(new Sample(2_000, 231, many));
        Map<String, Object> json = Objects.requireNonNull(JsonTree.read(HistoryJson.of(samples)));
        assertThat(json.get("at")).isEqualTo(List.of(1_000, 2_000));
        assertThat(json.get("total")).isEqualTo(List.of(3, 231));
        assertThat(json.get("versions"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasSize(13)
                .containsEntry("w13", List.of(0, 23))
                .containsEntry("(other)", List.of(3, 21));
    }

    @Test
    void aTimeWithoutSamplesIsARowOfWhichNothingIsKnown() {
        long now = 10 * 3_600_000L;
        List<Sample> samples = new ArrayList<>();
        for (long before : List.of(7_200_000L, 7_140_000L, 3_700_000L, 60_000L, 50_000L, 20_000L, 10_000L, 0L)) {
            samples.add(new Sample(now - before, 1, Map.of("v1", 1)));
        }
        Map<String, Object> json = Objects.requireNonNull(JsonTree.read(HistoryJson.withGaps(samples)));
        List<Integer> expected = Arrays.asList(1, 1, null, 1, null, 1, 1, null, 1, 1, 1);
        assertThat(json.get("total")).isEqualTo(expected);
        assertThat(json.get("versions")).isEqualTo(Map.of("v1", expected));
        assertThat(json.get("at"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(11);
        assertThat(HistoryJson.read(HistoryJson.of(samples))).isEqualTo(samples);
    }

    @Test
    void whatIsNotOneObjectIsNothing() {
        for (String text : List.of(
                "",
                " ",
                "null",
                "1",
                "\"a\"",
                "[]",
                "{",
                "{}x",
                "{} {}",
                "{\"a\":}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}")) {
            assertThat(FlatObject.read(text)).as(text).isNull();
        }
    }

    @Test
    void nestedValuesAreSteppedOver() {
        FlatObject object =
                Objects.requireNonNull(FlatObject.read("{\"a\":{\"b\":\"no\"},\"c\":[1,[2]],\"d\":\"yes\",\"e\":1e5}"));
        assertThat(object.text("d")).isEqualTo("yes");
        assertThat(object.text("a")).isNull();
        assertThat(object.text("b")).isNull();
        assertThat(object.text("e")).isNull();
        assertThat(object.has("e")).isTrue();
    }

    @Test
    @DisplayName("S6: depth, names and numbers are bounded")
    void bounds() {
        assertThat(FlatObject.read("{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}"))
                .isNull();
        assertThat(FlatObject.read("{\"a\":" + "1".repeat(200) + "}")).isNull();
        assertThat(FlatObject.read("{\"" + "n".repeat(10_000) + "\":1}")).isNull();
    }

    @Test
    void prototypeNamesAreOrdinary() {
        FlatObject object = Objects.requireNonNull(FlatObject.read("{\"__proto__\":\"x\",\"constructor\":\"y\"}"));
        assertThat(object.text("__proto__")).isEqualTo("x");
        assertThat(object.text("constructor")).isEqualTo("y");
    }
}
