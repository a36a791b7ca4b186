// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util'

const HELP = `bench/soak/run [options]

Keeps a server busy with tabs on all three transports that open, close, break off, vanish, come back and move; with
subscribers, commands, releases and sign-ins; sets the server's wall clock an hour ahead and back (libfaketime, which it
installs as root on Debian); stops the process for a while, and restarts it. At every quiet point the
totals, the streams of all subscribers and the receivers of commands must be exactly those of the program's own books.
Exits with 1 at the first difference. Linux; Node 20; a built server.

  --seconds N    how long, without the quiet points (default: 120)
  --tabs N       how many tabs at most (default: 300)
  --rounds N     how many quiet points (default: 6)
  --seed N       repeats a run's choices (default: the time)
  --server CMD   starts the server; gets its settings as options
                 (default: ../../rollcall serve)
  --spring JAR   a Spring Boot application with the starter in place of the server; gets its settings as properties
`

/** Returns the options of the command line; ends the process if they are invalid. */
export function readOptions() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '120' },
      tabs: { type: 'string', default: '300' },
      rounds: { type: 'string', default: '6' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      server: { type: 'string', default: '../../rollcall serve' },
      spring: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }
  const number = (name, min, max) => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < min || value > max) {
      console.error(`--${name}: ${values[name]} (expected: a whole number, ${min} to ${max})`)
      process.exit(2)
    }
    return value
  }
  return {
    seconds: number('seconds', 1, 86_400),
    tabs: number('tabs', 10, 15_000),
    rounds: number('rounds', 1, 10_000),
    seed: number('seed', 0, 2 ** 31),
    server: values.server,
    spring: values.spring,
  }
}
