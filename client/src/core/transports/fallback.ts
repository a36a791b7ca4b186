// SPDX-License-Identifier: Apache-2.0
// A part of its own, which is loaded only where a WebSocket does not work or is not wanted.
export { openPolling as polling } from './polling'
export { takeSlot } from './slots'
export { openSse as sse } from './sse'
