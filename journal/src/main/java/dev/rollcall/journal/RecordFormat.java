// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.journal.Change;
import dev.rollcall.core.journal.EntryLists;
import dev.rollcall.core.journal.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How the file is written: a line with the number of the format, and records. A record is what one write to the disk holds
 * and is there as a whole or not at all: {@code magic, length, CRC-32C} (4 bytes each), then that many bytes of steps.
 * Numbers are big-endian, texts are two bytes of length and UTF-8. Stateless.
 *
 * <pre>{@code
 * 1 kind key life ends length value    put; life in milliseconds, 0 for no end; ends by the wall clock
 * 2 kind key                           remove
 * 3 millis                             the wall clock was set forward by that much
 * }</pre>
 */
final class RecordFormat {

    /** The number of this format. Readers know it and all before it. */
    static final int FORMAT = 1;

    /** Before the number in the first line. */
    static final String NAME = "rollcall-journal ";

    static final int MAGIC = 0x524A_0A1A; // a line break and an end of file, which careless copies change
    static final int HEAD_BYTES = 12;

    /** More than a group of writes has. */
    static final int MAX_RECORD_BYTES = 16 << 20;

    private static final Map<String, Kind> KINDS = new HashMap<>();

    static {
        for (Kind kind : Kind.values()) {
            KINDS.put(kind.word(), kind);
        }
    }

    private RecordFormat() {}

    /** Returns the first line. */
    static byte[] header() {
        return (NAME + FORMAT + "\n").getBytes(UTF_8);
    }

    /**
     * Returns a record.
     *
     * @param wallClock what the wall clock shows at tick 0, in milliseconds since the epoch
     */
    static ByteBuffer record(List<Step> steps, long wallClock) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        bytes.writeBytes(new byte[HEAD_BYTES]);
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            for (Step step : steps) {
                write(out, step, wallClock);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        byte[] record = bytes.toByteArray();
        int length = record.length - HEAD_BYTES;
        return ByteBuffer.wrap(record)
                .putInt(MAGIC)
                .putInt(length)
                .putInt(sum(record, HEAD_BYTES, length))
                .rewind();
    }

    private static void write(DataOutputStream out, Step step, long wallClock) throws IOException {
        if (step instanceof Step.Put put) {
            Duration life = put.put().life();
            named(out, 1, put.put());
            out.writeLong(life == null ? 0 : life.toMillis());
            out.writeLong(life == null ? 0 : put.ends() + wallClock);
            out.writeInt(put.put().value().length);
            out.write(put.put().value());
        } else if (step instanceof Step.Remove remove) {
            named(out, 2, remove.change());
        } else if (step instanceof Step.ClockSet set) {
            out.writeByte(3);
            out.writeLong(set.millis());
        }
    }

    private static void named(DataOutputStream out, int what, Change change) throws IOException {
        out.writeByte(what);
        text(out, change.kind().word());
        text(out, change.key());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /**
     * Applies the steps of a record again.
     *
     * @param steps the bytes after the head
     * @param wallClock as for {@link #record}, now
     * @return how many of them were left out, because their kinds are not known here
     * @throws IOException when they are not steps
     */
    static int replay(byte[] steps, long wallClock, EntryLists lists) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(steps));
        int unknown = 0;
        while (in.available() > 0) {
            int what = in.readUnsignedByte();
            if (what == 3) {
                lists.shift(in.readLong());
                continue;
            }
            Kind kind = KINDS.get(readText(in));
            String key = readText(in);
            boolean known = switch (what) {
                case 1 -> put(in, kind, key, wallClock, lists);
                case 2 -> remove(kind, key, lists);
                default -> throw new IOException("step " + what);
            };
            unknown += known ? 0 : 1;
        }
        return unknown;
    }

    private static boolean remove(@Nullable Kind kind, String key, EntryLists lists) {
        if (kind != null) {
            lists.remove(kind, key);
        }
        return kind != null;
    }

    private static boolean put(DataInputStream in, @Nullable Kind kind, String key, long wallClock, EntryLists lists)
            throws IOException {
        long life = in.readLong();
        long ends = in.readLong();
        byte[] value = in.readNBytes(in.readInt());
        if (kind == null || value.length > kind.maxBytes()) {
            return false;
        }
        try {
            Change.Put put = life == 0
                    ? Change.putForever(kind, key, value)
                    : Change.put(kind, key, value, Duration.ofMillis(life));
            lists.put(put, life == 0 ? EntryLists.NEVER : ends - wallClock);
            return true;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedShort()), UTF_8);
    }

    /** Returns the checksum of bytes. */
    static int sum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }
}
