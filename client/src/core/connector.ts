// SPDX-License-Identifier: Apache-2.0
import { backoff } from './backoff'
import { createChooser } from './chooser'
import type { Link, LinkEnd, LinkHandlers, OpenLink, Session } from './links/link'
import { openPolling } from './links/polling'
import { openSse } from './links/sse'
import { openWebSocket } from './links/websocket'
import { after, guarded, now, onAbort, type Page } from './page'
import { isMessage, type ClientMessage, type ServerMessage, type Transport } from './protocol'
import { takeSlot } from './slots'
import type { RollcallState, Status } from './state'
import { createWatchdog, type Watchdog } from './watchdog'

/** An attempt that brought no `connected` in this time has failed, in milliseconds: some proxies hold streams back. */
const CONNECT_TIMEOUT_MILLIS = 10_000

/** A connection that lasted so long was a good one, in milliseconds. */
const STABLE_MILLIS = 60_000

/** However often the page says "at once", and whatever chance says: attempts are at least so far apart, in milliseconds. */
const CLOSEST_MILLIS = 1_000

/** A tab that polls though the server and the browser may do better looks again after this time, in milliseconds. */
const BETTER_MILLIS = 10 * 60_000

const openers: Readonly<Record<Transport, OpenLink>> = {
  websocket: openWebSocket,
  sse: openSse,
  polling: openPolling,
}

/** Settings of the connector. */
export interface ConnectorOptions {
  /** Transports, best first; not empty. */
  readonly order: readonly Transport[]
  /** How often the server gives a sign of life, in milliseconds. */
  readonly beatMillis: number
}

/** What the connector tells. */
export interface ConnectorHandlers {
  state(state: Pick<RollcallState, 'status' | 'transport' | 'retryAt'>): void
  message(message: ServerMessage): void
  /** The server knows this tab: time to tell it what it cannot know. Comes again when it took the tab for a new one. */
  opened(): void
}

/** Keeps the tab connected: never gives up, never storms. */
export interface Connector {
  /** Connects, unless it already does. */
  start(): void
  /** Ends the connection and stays away until {@link start}. */
  stop(status: Status): void
  /** The page goes, perhaps into the back/forward cache: holds nothing, so that it may. */
  leave(): void
  /** The page is there after all, or again. */
  back(): void
  /** Sends a message; false when there is no connection, and the message then never goes. */
  send(message: ClientMessage): boolean
  /** Does not wait for the next attempt; with `anew` not even for a connection that may still be good. */
  hurry(anew: boolean): void
  /** A tab in the background polls; when it is not any more it gets its stream back at once. */
  background(inBackground: boolean): void
}

/** Makes a connector, which does nothing until it is started. */
export function createConnector(
  page: Page,
  session: Session,
  { order, beatMillis }: ConnectorOptions,
  handlers: ConnectorHandlers,
): Connector {
  const chooser = createChooser(page, order)
  let wanted = false
  let away = false
  let background = false
  /** The tab polls because it is in the background, or because other tabs hold all the slots. */
  let limited = false
  /** Ends the present attempt: what it started is taken back, and what still comes of it is ignored. */
  let abort = new AbortController()
  let link: Link | undefined
  let watchdog: Watchdog | undefined
  let open = false
  let resting = false
  let failures = 0
  /** Of these, the ones of a transport that was chosen. */
  let misses = 0
  let openedAt = 0
  let lastAttempt = 0
  /** The server asked to stay away until then, and for how long. */
  let notBefore = 0
  let asked = 0

  const status = (status: Status, transport: Transport | null = null, retryAt: number | null = null): void =>
    handlers.state({ status, transport, retryAt })

  /** Lets go of everything that belongs to the present attempt. */
  const drop = (): AbortSignal => {
    link = watchdog = undefined
    open = resting = false
    abort.abort()
    abort = new AbortController()
    return abort.signal
  }

  const hold = (millis: number): void => {
    if (!(millis > 0)) return
    asked = millis
    notBefore = now(page) + millis
  }

  const wait = (least: number): void => {
    const time = now(page)
    // Neither is longer than it was to be, whatever happens to the clock.
    const held = Math.min(asked, notBefore - time)
    const close = Math.min(CLOSEST_MILLIS, lastAttempt + CLOSEST_MILLIS - time)
    const millis = Math.max(least, held, close)
    resting = true
    after(page, millis, () => void connect(), abort.signal)
    status('waiting', null, time + millis)
  }

  const stop = (next: Status): void => {
    wanted = false
    drop()
    status(next)
  }

  const start = (): void => {
    if (wanted) return
    wanted = true
    wait(0)
  }

  const hurry = (anew: boolean): void => {
    if (!wanted) return
    if (!anew && !resting) return watchdog?.check()
    drop()
    wait(0)
  }

  const lost = ({ refused, after: millis = 0 }: LinkEnd): void => {
    if (refused) return stop('refused')
    drop()
    hold(millis)
    if (!limited) misses++
    wait(backoff(page, failures++))
  }

  const connect = async (): Promise<void> => {
    const signal = drop()
    lastAttempt = now(page)
    status('connecting')
    limited = background
    let transport = background ? 'polling' : chooser.next(misses)
    if (transport === 'sse') {
      const release = await takeSlot(page, session.url('/sse'))
      if (signal.aborted) return release?.()
      if (release) onAbort(signal, release)
      else {
        transport = 'polling'
        limited = true
      }
    }
    begin(transport, signal)
  }

  const begin = (transport: Transport, signal: AbortSignal): void => {
    const ifMine =
      <T extends unknown[]>(task: (...values: T) => void) =>
      (...values: T): void => {
        if (!signal.aborted) task(...values)
      }
    const linkHandlers: LinkHandlers = {
      alive: ifMine(() => {
        watchdog?.alive()
        if (transport !== 'polling') return
        // A lease that was renewed does not say `connected` again.
        if (open) void better(signal)
        else opened(transport, signal)
      }),
      message: ifMine((message) => {
        if (isMessage(message, 'connected')) session.id = message.connectionId
        guarded(page, () => handlers.message(message))
        if (signal.aborted) return
        if (isMessage(message, 'connected')) opened(transport, signal)
        if (!isMessage(message, 'reconnect')) return
        drop()
        hold(message.after)
        wait(0)
      }),
      closed: ifMine(lost),
    }
    after(page, CONNECT_TIMEOUT_MILLIS, () => open || lost({}), signal)
    try {
      link = openers[transport](page, session, linkHandlers, signal)
    } catch {
      // A WebSocket that a policy of the page forbids throws at once.
      lost({})
    }
  }

  const opened = (transport: Transport, signal: AbortSignal): void => {
    if (!open) {
      open = true
      openedAt = now(page)
      if (!limited) chooser.opened()
      if (transport !== 'polling') {
        watchdog = createWatchdog(page, beatMillis, link?.probe, (excused) => (excused ? hurry(true) : lost({})))
        onAbort(signal, watchdog.stop)
      }
      after(page, STABLE_MILLIS, () => (failures = misses = 0), signal)
      status('connected', transport)
    }
    handlers.opened()
  }

  /** After each poll: is there a free slot, or is it time to try the better transports again? */
  const better = async (signal: AbortSignal): Promise<void> => {
    if (limited) {
      const release = await takeSlot(page, session.url('/sse'))
      // The attempt that follows takes it again.
      release?.()
      if (release && !background && !signal.aborted) hurry(true)
    } else if (now(page) - openedAt >= BETTER_MILLIS && chooser.better()) hurry(true)
  }

  return {
    start,
    stop,
    hurry,
    leave: () => {
      if (!wanted) return
      away = true
      stop('suspended')
    },
    back: () => {
      if (!away) return
      away = false
      start()
    },
    send: (message) => {
      if (open) link?.send(message)
      return open
    },
    background: (inBackground) => {
      if (inBackground === background) return
      background = inBackground
      hurry(true)
    },
  }
}
