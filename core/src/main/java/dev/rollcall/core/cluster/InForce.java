// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.core.cluster;

import dev.rollcall.core.command.Command;

/**
 * The release that is current on a node. Of two, the one with the higher number becomes current everywhere, whatever
 * order they arrive in.
 *
 * @param number the number of its entry in the log; 0 for one that was never there, such as the version named in the
 *     settings
 * @param rollback whether its version was current before
 * @param release the command that made it current
 */
public record InForce(long number, boolean rollback, Command release) {}
