// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.connection.Disconnect;
import dev.rollcall.netty.internal.flow.ControlFrames;
import dev.rollcall.protocol.wire.HeldTab;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {

    private static final int FIN = 0x80;
    private static final int MASK = 0x1234_5678;

    private final FrameReader reader = new FrameReader();
    private final Heard heard = new Heard();

    private void read(ByteBuf bytes) {
        reader.read(bytes, heard);
    }

    private static ByteBuf frame(int first, byte[] payload) {
        ByteBuf frame = Unpooled.buffer().writeByte(first);
        if (payload.length < 126) {
            frame.writeByte(0x80 | payload.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(payload.length);
        }
        frame.writeInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ (MASK >>> (24 - 8 * (i % 4))));
        }
        return frame;
    }

    private static ByteBuf text(String text) {
        return frame(FIN | 1, text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void keepsNothingBetweenWholeMessages() {
        read(text("hello").writeBytes(text("wörld")));
        assertThat(heard.events).containsExactly("text hello", "text wörld");
        assertThat(reader.isIdle()).isTrue();
    }

    @Test
    void assemblesFragmentsWithControlFramesBetweenThem() {
        read(frame(1, "a".getBytes(StandardCharsets.UTF_8)));
        assertThat(reader.isIdle()).isFalse();
        read(frame(FIN | 9, new byte[] {7}));
        read(frame(0, "b".getBytes(StandardCharsets.UTF_8)));
        read(frame(FIN, "c".getBytes(StandardCharsets.UTF_8)));
        read(frame(FIN | 10, new byte[0]));
        assertThat(heard.events).containsExactly("ping 07", "text abc", "pong");
        assertThat(reader.isIdle()).isTrue();
    }

    @Test
    @DisplayName(
            "of the pings that are read at once the last is answered, before a close frame (RFC 6455, section 5.5.3)")
    void answersTheLastPing() {
        read(frame(FIN | 9, new byte[] {1})
                .writeBytes(frame(FIN | 9, new byte[] {2}))
                .writeBytes(text("x")));
        read(frame(FIN | 9, new byte[] {3})
                .writeBytes(frame(FIN | 9, new byte[] {4}))
                .writeBytes(frame(FIN | 8, new byte[0])));
        assertThat(heard.events).containsExactly("text x", "ping 02", "ping 04", "goodbye -1");
    }

    @Test
    @DisplayName("frames without content are counted: pings, pongs, and empty fragments")
    void countsEmptyFrames() {
        for (int opcode : new int[] {FIN | 9, FIN | 10, 0}) {
            FrameReader flooded = new FrameReader();
            Heard tab = new Heard();
            flooded.read(frame(1, new byte[] {'a'}), tab);
            for (int i = 0; i < 2 * ControlFrames.MAX; i++) {
                flooded.read(frame(opcode, new byte[0]), tab);
            }
            assertThat(tab.empty).isEqualTo(ControlFrames.MAX + 1);
            assertThat(tab.events.get(tab.events.size() - 1)).isEqualTo("broken 1008");
        }
    }

    @Test
    @DisplayName("the result does not depend on how the bytes are split")
    void splitsDoNotMatter() {
        Random random = new Random(455);
        for (int round = 0; round < 500; round++) {
            byte[] all = conversation(random);
            Heard whole = new Heard();
            new FrameReader().read(Unpooled.copiedBuffer(all), whole);
            Heard cut = new Heard();
            FrameReader pieces = new FrameReader();
            for (int at = 0; at < all.length; ) {
                int next = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 400));
                pieces.read(Unpooled.copiedBuffer(all, at, next - at), cut);
                at = next;
            }
            // Of several pings in one read only the last is answered.
            whole.events.removeIf(event -> event.startsWith("ping"));
            cut.events.removeIf(event -> event.startsWith("ping"));
            assertThat(cut.events).isEqualTo(whole.events).isNotEmpty();
        }
    }

    private static byte[] conversation(Random random) {
        ByteBuf all = Unpooled.buffer();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            String text = "é".repeat(random.nextInt(200));
            switch (random.nextInt(4)) {
                case 0 -> all.writeBytes(frame(FIN | 9, new byte[random.nextInt(126)]));
                case 1 ->
                    all.writeBytes(frame(1, text.getBytes(StandardCharsets.UTF_8)))
                            .writeBytes(frame(FIN | 10, new byte[0]))
                            .writeBytes(frame(FIN, "end".getBytes(StandardCharsets.UTF_8)));
                default -> all.writeBytes(text(text + "!"));
            }
        }
        return ByteBufUtil.getBytes(all.writeBytes(frame(FIN | 8, new byte[] {3, (byte) 0xe8})));
    }

    @ParameterizedTest
    @CsvSource({
        "'81 05 68656c6c6f', not masked",
        "'c1 80 00000000', an extension bit",
        "'83 80 00000000', an unknown opcode",
        "'8b 80 00000000', an unknown control opcode",
        "'09 80 00000000', a fragmented ping",
        "'89 fe 007e', a long ping",
        "'80 80 00000000', a continuation without a message",
        "'81 fe 007d 00000000', a length in more bytes than necessary",
        "'81 ff 0000000000000400 00000000', a length in more bytes than necessary",
        "'88 81 00000000 03', a code of one byte",
        "'88 82 00000000 03ed', a code that must not be sent",
        "'88 82 00000000 1388', a code beyond those that there are",
    })
    @DisplayName("S6: a violation of RFC 6455 is closed with 1002")
    void malformed(String bytes, String what) {
        read(hex(bytes));
        assertThat(heard.events).as(what).containsExactly("broken 1002");
        read(text("no longer read"));
        assertThat(heard.events).hasSize(1);
    }

    @Test
    @DisplayName("S6: a text or reason that is not UTF-8 is closed with 1007")
    void notText() {
        read(hex("81 82 00000000 c328"));
        new FrameReader().read(hex("88 84 00000000 03e8 c328"), heard);
        assertThat(heard.events).containsExactly("broken 1007", "broken 1007");
    }

    @Test
    @DisplayName("S6: a message over 16 KiB is refused by its announced length, or when its fragments exceed it")
    void tooBig() {
        read(hex("81 ff 7fffffffffffffff"));
        read(text("no longer read"));
        assertThat(heard.events).containsExactly("too big");
        heard.events.clear();
        FrameReader other = new FrameReader();
        other.read(frame(1, new byte[HeldTab.MAX_MESSAGE_BYTES]), heard);
        assertThat(heard.events).isEmpty();
        other.read(frame(FIN, new byte[1]), heard);
        assertThat(heard.events).containsExactly("too big");
    }

    @Test
    void onlyTheCloseFrameMattersWhenNothingListens() {
        heard.listens = false;
        read(text("a").writeBytes(frame(FIN | 9, new byte[0])).writeBytes(frame(FIN | 8, new byte[0])));
        assertThat(heard.events).containsExactly("goodbye -1");
    }

    private static final class Heard implements FrameHandler {
        private int empty;

        private final List<String> events = new ArrayList<>();
        private boolean listens = true;

        @Override
        public boolean listens() {
            return listens;
        }

        @Override
        public void text(String text) {
            events.add("text " + text);
        }

        @Override
        public void binary() {
            events.add("binary");
        }

        @Override
        public void tooBig() {
            events.add("too big");
        }

        @Override
        public boolean admitsEmpty() {
            return ++empty <= ControlFrames.MAX;
        }

        @Override
        public void ping(ByteBuf payload) {
            events.add("ping " + ByteBufUtil.hexDump(payload));
        }

        @Override
        public void pong() {
            events.add("pong");
        }

        @Override
        public void goodbye(int code) {
            events.add("goodbye " + code);
        }

        @Override
        public void broken(Disconnect why) {
            events.add("broken " + why.code());
        }
    }
}
