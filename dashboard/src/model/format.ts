// SPDX-License-Identifier: Apache-2.0
// Numbers and times as text. English; times are the browser's own zone.

const integer = new Intl.NumberFormat('en')
const oneDigit = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const moment = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })
const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const

/** 12345 as `12,345`. */
export function count(value: number): string {
  return integer.format(value)
}

/** `1 tab`, `2 tabs`. */
export function tabs(value: number): string {
  return `${count(value)} ${value === 1 ? 'tab' : 'tabs'}`
}

/** A share from 0 to 1. Neither 0% nor 100% unless it is none or all. */
export function percent(share: number): string {
  if (share <= 0) return '0%'
  if (share >= 1) return '100%'
  return oneDigit.format(Math.min(0.999, Math.max(0.001, share)))
}

/** Time of day. */
export function timeOfDay(millis: number): string {
  return clock.format(millis)
}

/** Day and time. */
export function dateTime(millis: number): string {
  return moment.format(millis)
}

/** A length of time in its largest unit: `45 s`, `12 min`, `3 h`, `2 d`. */
export function duration(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000))
  const fits = units.find((candidate) => seconds >= candidate.seconds)
  const { unit, amount } = fits === undefined ? { unit: 'second', amount: seconds } : { unit: fits.unit, amount: Math.floor(seconds / fits.seconds) }
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short' }).format(amount)
}
