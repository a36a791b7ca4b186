// SPDX-License-Identifier: Apache-2.0
import type { OpenTransport, Tab } from './transport'
import { openWebSocket } from './websocket'
import type { BrowserWindow } from '../browser/browser-window'
import type { Transport } from '../protocol/messages'

/** Loads the part with everything but WebSockets. Fails when its file cannot be loaded. */
function loadFallback(): Promise<typeof import('./fallback')> {
  return import('./fallback')
}

/** Takes a slot for a stream, see `takeSlot`. Fails when the file with that cannot be loaded. */
export async function slotFor(browser: BrowserWindow, tab: Tab, signal: AbortSignal): Promise<boolean> {
  const { takeSlot } = await loadFallback()
  return takeSlot(browser, tab.url('/sse'), signal)
}

/** Returns what opens a transport. Fails when the file with it cannot be loaded. */
export async function openerOf(transport: Transport): Promise<OpenTransport> {
  return transport === 'websocket' ? openWebSocket : (await loadFallback())[transport]
}
