// SPDX-License-Identifier: Apache-2.0
/**
 * The runnable server. This package holds its entry point only; the parts, from bottom to top:
 *
 * <ul>
 *   <li>{@code settings}: what can be set; {@code load}: where the values come from
 *   <li>{@code logging}, {@code metrics}, {@code audit}: what the process reports
 *   <li>{@code run}: the parts wired together, started, and stopped by a signal
 *   <li>{@code remote}, {@code screen}: a running server as its admin endpoints show it, and a terminal
 *   <li>{@code operate}: the commands that talk to a running server; they load none of the parts that run one
 *   <li>{@code command}: the command line
 * </ul>
 *
 * <p>Another program can run the server and add to it. It uses {@link dev.rollcall.server.command.Console},
 * {@link dev.rollcall.server.command.ServerCommand}, {@link dev.rollcall.server.run.ServerProcess},
 * {@link dev.rollcall.server.run.RunningServer} and the settings; everything else is internal.
 */
@NullMarked
package dev.rollcall.server;

import org.jspecify.annotations.NullMarked;
