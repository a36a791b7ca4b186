// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.funnel;

/**
 * Why a command goes no further. Immutable.
 *
 * @param reason in words, for people
 * @param by who said so
 * @param itself whether the command's own rule ended it
 */
public record Ended(String reason, String by, boolean itself) {}
