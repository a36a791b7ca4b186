// SPDX-License-Identifier: Apache-2.0
/**
 * A node among others: leases, pictures and questions over a {@linkplain dev.rollcall.core.backplane.Backplane backplane}. All
 * rules are here, once for every backplane.
 *
 * <p>Mutable state is touched on one thread, the cluster's own; other threads read a value that is replaced as a whole.
 */
@NullMarked
package dev.rollcall.core.member;

import org.jspecify.annotations.NullMarked;
