// SPDX-License-Identifier: Apache-2.0

/** How long a condition in a page may take to come true, in milliseconds. */
export const PATIENCE = 20_000
