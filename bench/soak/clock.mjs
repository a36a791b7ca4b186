// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Returns where Debian puts the library. */
function library() {
  for (const folder of readdirSync('/usr/lib')) {
    const path = join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1')
    if (existsSync(path)) return path
  }
  return undefined
}

/** The server's wall clock, which can be set; its monotonic clock runs on. */
export class Clock {
  constructor() {
    this.library = library()
    this.file = join(mkdtempSync(join(tmpdir(), 'rollcall-soak-')), 'clock')
    this.set(0)
  }

  /** Whether libfaketime is installed; run tries to install it. */
  get canBeSet() {
    return this.library !== undefined
  }

  /**
   * The environment that the server's process needs for it. File times stay unchanged, because the class archive depends on
   * them.
   */
  get environment() {
    if (!this.canBeSet) return {}
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1', // in seconds; reading the file each time takes longer than everything else
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_FORCE_MONOTONIC_FIX: '0', // otherwise waits of the Java virtual machine end at once (libfaketime 0.9.10)
      NO_FAKE_STAT: '1',
    }
  }

  /** Sets the clock this far ahead of the real time, or behind it. */
  set(seconds) {
    this.seconds = seconds
    writeFileSync(`${this.file}.new`, `${seconds < 0 ? '' : '+'}${seconds}\n`)
    renameSync(`${this.file}.new`, this.file)
  }

  /** Returns whether this is the server's time, as far as a busy machine can tell. */
  shows(millis) {
    return Math.abs(millis - Date.now() - this.seconds * 1000) < 120_000
  }
}
