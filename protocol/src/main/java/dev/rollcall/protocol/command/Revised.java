// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.protocol.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A JSON object that names its own revision, so that a caller can ask for the next one. Equal contents have equal
 * revisions on every node. Immutable, thread-safe.
 */
public final class Revised {

    private final String revision;
    private final byte[] json;

    private Revised(String revision, byte[] json) {
        this.revision = revision;
        this.json = json;
    }

    /**
     * Adds {@code revision} to an object.
     *
     * @param object a JSON object with at least one field
     */
    static Revised of(byte[] object) {
        CRC32C sum = new CRC32C();
        sum.update(object);
        String revision = HexFormat.of().toHexDigits((int) sum.getValue());
        byte[] end = (",\"revision\":\"" + revision + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] json = Arrays.copyOf(object, object.length - 1 + end.length);
        System.arraycopy(end, 0, json, object.length - 1, end.length);
        return new Revised(revision, json);
    }

    /** Returns the revision: 8 hexadecimal digits. */
    public String revision() {
        return revision;
    }

    /** Returns the object with its revision, as UTF-8. Not a copy: the bytes must not be changed. */
    public byte[] json() {
        return json;
    }
}
