// SPDX-License-Identifier: Apache-2.0
/**
 * A node among others: leases, pictures and questions over a {@linkplain dev.rollcall.core.backplane.Backplane backplane}. All
 * rules are here, once for every backplane.
 *
 * <p>State that changes is touched on one thread, the cluster's own; what others read is a value that is replaced.
 */
@NullMarked
package dev.rollcall.core.member;

import org.jspecify.annotations.NullMarked;
