// SPDX-License-Identifier: Apache-2.0

/**
 * Reads an event stream (HTML Standard, section 9.2.6): joins `data` lines, takes `retry`, ignores comments and the rest.
 * Text may come in pieces of any size.
 */
export class EventParser {
  readonly #event: (data: string) => void
  #line = ''
  #data: string[] = []
  #afterCr = false

  /** What the server set with `retry`, in milliseconds; null until it does. */
  retry: number | null = null

  constructor(event: (data: string) => void) {
    this.#event = event
  }

  /** Takes the next piece. */
  push(text: string): void {
    for (const part of text.split(/(\r\n|\r|\n)/)) {
      if (part === '') continue
      if (part[0] !== '\r' && part[0] !== '\n') {
        this.#line += part
        this.#afterCr = false
        continue
      }
      // A CR at the end of one piece and an LF at the start of the next are one line end.
      if (!(part === '\n' && this.#afterCr)) this.#endLine()
      this.#afterCr = part === '\r'
    }
  }

  #endLine(): void {
    const line = this.#line
    this.#line = ''
    if (line === '') this.#dispatch()
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.#data.push(value)
    if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value)
  }

  #dispatch(): void {
    const data = this.#data
    this.#data = []
    if (data.length > 0) this.#event(data.join('\n'))
  }
}
