// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.command.AuditEntry;
import dev.rollcall.core.receipt.ReceiptJournal;
import dev.rollcall.core.rollout.Release;
import dev.rollcall.core.stats.History.Sample;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the values themselves, and writes the index of each in a list: the real form belongs to another module. */
public final class ObjectCodec implements JournalCodec {

    private final List<Object> values = new CopyOnWriteArrayList<>();

    private synchronized byte[] keep(Object value) {
        values.add(value);
        return ByteBuffer.allocate(Integer.BYTES).putInt(values.size() - 1).array();
    }

    private Object find(byte[] bytes) {
        if (bytes.length != Integer.BYTES) {
            throw new IllegalArgumentException("not one of ours");
        }
        return values.get(ByteBuffer.wrap(bytes).getInt());
    }

    @Override
    public byte[] write(Release release) {
        return keep(release);
    }

    @Override
    public Release readRelease(byte[] bytes) {
        return (Release) find(bytes);
    }

    @Override
    public byte[] write(AuditEntry entry) {
        return keep(entry);
    }

    @Override
    public AuditEntry readAudit(byte[] bytes) {
        return (AuditEntry) find(bytes);
    }

    @Override
    public byte[] write(List<Sample> samples) {
        return keep(samples);
    }

    @Override
    @SuppressWarnings("unchecked") // nothing else was written under such a key
    public List<Sample> readSamples(byte[] bytes) {
        return (List<Sample>) find(bytes);
    }

    @Override
    public byte[] write(ReceiptJournal.Kept kept) {
        return keep(kept);
    }

    @Override
    public ReceiptJournal.Kept readReceipt(byte[] bytes) {
        return (ReceiptJournal.Kept) find(bytes);
    }
}
