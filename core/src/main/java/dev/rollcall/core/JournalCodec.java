// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core;

import dev.rollcall.core.receipt.ReceiptJournal;
import dev.rollcall.core.rollout.RolloutJournal;
import dev.rollcall.core.stats.History;

/** The form in which a journal stores what the core knows. The module {@code protocol} implements it, in JSON. */
public interface JournalCodec extends RolloutJournal.Codec, ReceiptJournal.Codec, History.Codec {}
