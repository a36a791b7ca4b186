// SPDX-License-Identifier: Apache-2.0
// A separate part, loaded only when a WebSocket does not work or is not wanted.
export { openPolling as polling } from './polling'
export { takeSlot } from './slots'
export { openSse as sse } from './sse'
