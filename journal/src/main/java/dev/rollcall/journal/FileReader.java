// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.journal;

import dev.rollcall.core.journal.EntryLists;
import dev.rollcall.core.journal.JournalException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a journal's file from its beginning, as far as it is whole. Used once. */
final class FileReader {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_HEADER_BYTES = 32;

    private final Path path;
    private final EntryLists lists;
    private final long wallClock;
    private long good; // the end of the last whole record
    private int unknown;

    /**
     * The result of reading.
     *
     * @param end the end of the last whole record before anything else
     * @param damaged whether whole records come after it, or whether there is no first line: something that was kept is gone
     * @param unknown how many steps were left out because their kind is not known here
     */
    record Found(long end, boolean damaged, int unknown) {}

    FileReader(Path path, EntryLists lists, long wallClock) {
        this.path = path;
        this.lists = lists;
        this.wallClock = wallClock;
    }

    /**
     * Reads the file into the lists.
     *
     * @throws JournalException when it was written in a newer format
     */
    Found read() throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES))) {
            if (!readHeader(in)) {
                return new Found(0, Files.size(path) > 0, 0);
            }
            while (readRecord(in)) {
                // goes on
            }
        }
        long end = good;
        boolean damaged = readBehindDamage(end);
        return new Found(end, damaged, unknown);
    }

    private boolean readHeader(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next > 0 && next != '\n' && line.length() < MAX_HEADER_BYTES; next = in.read()) {
            line.append((char) next);
        }
        if (!line.toString().matches(RecordFormat.NAME + "[0-9]{1,9}")) {
            return false;
        }
        int format = Integer.parseInt(line.substring(RecordFormat.NAME.length()));
        if (format > RecordFormat.FORMAT) {
            throw new JournalException("data-dir: " + path + " has format " + format
                    + ", which a newer version of Rollcall has written (expected: at most " + RecordFormat.FORMAT
                    + "; start that version again, or name another directory to begin anew)");
        }
        good = line.length() + 1L;
        return true;
    }

    /** Returns false at the end of the file, and at anything that is no whole record. */
    private boolean readRecord(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(RecordFormat.HEAD_BYTES);
        if (head.length < RecordFormat.HEAD_BYTES) {
            return false;
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        int magic = fields.getInt();
        int length = fields.getInt();
        int sum = fields.getInt();
        if (magic != RecordFormat.MAGIC || length < 0 || length > RecordFormat.MAX_RECORD_BYTES) {
            return false;
        }
        byte[] steps = in.readNBytes(length);
        if (steps.length < length || RecordFormat.sum(steps, 0, length) != sum) {
            return false;
        }
        unknown += RecordFormat.replay(steps, wallClock, lists);
        good += RecordFormat.HEAD_BYTES + length;
        return true;
    }

    /**
     * Looks for whole records after a damaged place, and reads them. A write that was under way when the process ended
     * is the last thing in the file; so whatever comes after it shows that the place was whole once.
     */
    private boolean readBehindDamage(long from) throws IOException {
        if (Files.size(path) - from <= RecordFormat.HEAD_BYTES) {
            return false;
        }
        byte[] rest;
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(from);
            rest = in.readAllBytes();
        }
        boolean found = false;
        for (int at = 1; at + RecordFormat.HEAD_BYTES <= rest.length; at++) {
            int length = wholeRecord(rest, at);
            if (length >= 0) {
                byte[] steps = new byte[length];
                System.arraycopy(rest, at + RecordFormat.HEAD_BYTES, steps, 0, length);
                unknown += RecordFormat.replay(steps, wallClock, lists);
                at += RecordFormat.HEAD_BYTES + length - 1;
                found = true;
            }
        }
        return found;
    }

    /** Returns the length of the steps of the record that begins there; -1 when none does. */
    private static int wholeRecord(byte[] bytes, int at) {
        ByteBuffer fields = ByteBuffer.wrap(bytes, at, RecordFormat.HEAD_BYTES);
        if (fields.getInt() != RecordFormat.MAGIC) {
            return -1;
        }
        int length = fields.getInt();
        int from = at + RecordFormat.HEAD_BYTES;
        boolean fits = length >= 0 && length <= bytes.length - from;
        return fits && RecordFormat.sum(bytes, from, length) == fields.getInt() ? length : -1;
    }
}
