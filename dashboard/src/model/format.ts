// SPDX-License-Identifier: Apache-2.0
// Numbers and times as English text; times are in the browser's own time zone.

const integer = new Intl.NumberFormat('en')
const oneDigit = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayAndTime = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
] as const
const smallestUnit = units[3]

/** Formats an integer: 12345 as `12,345`. */
export function count(value: number): string {
  return integer.format(value)
}

/** Formats a number of tabs: `1 tab`, `2 tabs`. */
export function tabs(value: number): string {
  return `${count(value)} ${value === 1 ? 'tab' : 'tabs'}`
}

/** Formats a share from 0 to 1. Rounding never makes it 0% or 100% unless it is none or all. */
export function percent(share: number): string {
  if (share <= 0) return '0%'
  if (share >= 1) return '100%'
  return oneDigit.format(Math.min(0.999, Math.max(0.001, share)))
}

/** Formats a time of day. */
export function timeOfDay(millis: number): string {
  return clock.format(millis)
}

/** Formats a day and a time. */
export function dateTime(millis: number): string {
  return dayAndTime.format(millis)
}

/** Formats a day with its year. */
export function date(millis: number): string {
  return day.format(millis)
}

/** Returns the name of the browser's time zone and its offset from UTC at a time: `Europe/Berlin (GMT+1)`. */
export function timeZone(millis: number): string {
  // Not in the browser's own language: if the system has none, Chromium calls it en-US@posix, which is an error here.
  const { timeZone: name } = new Intl.DateTimeFormat('en').resolvedOptions()
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' }).formatToParts(millis)
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return name === offset ? name : `${name} (${offset})`
}

/** Formats a duration in its largest unit: `45 sec`, `12 min`, `3 hr`, `2 days`. */
export function duration(millis: number): string {
  const total = Math.max(0, Math.round(millis / 1000))
  const { unit, seconds } = units.find((candidate) => total >= candidate.seconds) ?? smallestUnit
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short' }).format(Math.floor(total / seconds))
}

/** Formats a time span in words, in its two largest units: `10 minutes`, `1 hour 30 minutes`. */
export function timeSpan(seconds: number): string {
  let left = Math.round(seconds)
  const parts = units.flatMap((each) => {
    const value = Math.floor(left / each.seconds)
    left -= value * each.seconds
    return value === 0 ? [] : [`${count(value)} ${each.unit}${value === 1 ? '' : 's'}`]
  })
  return parts.length === 0 ? '0 seconds' : parts.slice(0, 2).join(' ')
}

/** Returns the server's words as a sentence: with a capital at the beginning and a full stop at the end. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`
}
