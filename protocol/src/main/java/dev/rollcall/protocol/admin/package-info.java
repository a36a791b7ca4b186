// SPDX-License-Identifier: Apache-2.0
/** The endpoints for people, CI and probes. Knows nothing about the endpoints for tabs. */
@NullMarked
package dev.rollcall.protocol.admin;

import org.jspecify.annotations.NullMarked;
