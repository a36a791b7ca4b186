// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Debian puts the library. */
function library() {
  for (const folder of readdirSync('/usr/lib')) {
    const path = join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1')
    if (existsSync(path)) return path
  }
  return undefined
}

/** The wall clock of the server, which can be set; its monotonic clock goes on. */
export class Clock {
  constructor() {
    this.library = library()
    this.file = join(mkdtempSync(join(tmpdir(), 'rollcall-soak-')), 'clock')
    this.set(0)
  }

  /** Whether there is libfaketime; run tries to install it. */
  get canBeSet() {
    return this.library !== undefined
  }

  /** What the server's process needs for it. Times of files stay what they are: the class archive is found by them. */
  get environment() {
    if (!this.canBeSet) return {}
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1', // in seconds: reading the file each time takes longer than all the rest
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_FORCE_MONOTONIC_FIX: '0', // Otherwise waits of the Java virtual machine end at once (libfaketime 0.9.10).
      NO_FAKE_STAT: '1',
    }
  }

  /** Sets the clock this far ahead of the right time, or behind it. */
  set(seconds) {
    this.seconds = seconds
    writeFileSync(`${this.file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`)
    renameSync(`${this.file}.new`, this.file)
  }

  /** Whether this is the time there, as far as a busy machine can tell. */
  shows(millis) {
    return Math.abs(millis - Date.now() - this.seconds * 1000) < 120_000
  }
}
