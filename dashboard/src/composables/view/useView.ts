// SPDX-License-Identifier: Apache-2.0
import { reactive, shallowRef, watch, type ShallowRef } from 'vue'
import { pageOf, type PageName } from '../../model/address/pages'
import { readView, viewOf, viewParameters, type View } from '../../model/address/view'
import { emptyFilter, type Filter } from '../../model/filter'
import { useDebounce } from '../shared/useDebounce'
import { addressWith, onAddressChange, readAddress, readPath, writeAddress } from './address'

/** How long typing must pause before the address follows, in milliseconds: browsers limit how often it may change. */
const PAUSE_MILLIS = 300

/** What a person has chosen to look at. */
export interface UseView {
  /** Reactive; changed in place. The address follows it, and it follows the address. */
  readonly view: View
  /** The page that is shown. */
  readonly shown: Readonly<ShallowRef<PageName>>
  /** Returns the address of a page, as the person left it. */
  addressOf(page: PageName): string
  /** Goes to a page, as a step that the browser's Back undoes. */
  goTo(page: PageName): void
  /** Shows the tabs that match only these fields, as a step that the browser's Back undoes. */
  narrow(fields: Partial<Filter>): void
  /** How often a person asked for a page, including the one already shown. */
  readonly arrivals: Readonly<ShallowRef<number>>
}

/** Follows the view until the scope ends. */
export function useView(): UseView {
  const { view, shown, restarting } = useFollowed()
  const arrivals = shallowRef(0)
  // An address from before there were pages names none, and would mean another one once its filter is gone.
  const path = (): string => (shown.value === 'live' ? readPath() : shown.value)
  const write = (): void => writeAddress(viewParameters(shown.value, view), { path: path() })

  restarting(() => JSON.stringify(view.filter))
  watch(() => JSON.stringify(view), useDebounce(write, PAUSE_MILLIS))

  const step = (page: PageName): void => {
    shown.value = page
    writeAddress(viewParameters(page, view), { path: page, step: true })
    arrivals.value++
  }

  return {
    view,
    shown,
    arrivals,
    addressOf: (page) => addressWith(viewParameters(page, view), page),
    goTo: (page) => {
      write()
      if (page === shown.value) arrivals.value++
      else step(page)
    },
    narrow: (fields) => (write(), Object.assign(view.filter, emptyFilter(), fields), step('tabs')),
  }
}

/** A view that follows the address. */
interface Followed {
  readonly view: View
  readonly shown: ShallowRef<PageName>
  /** Begins with the first page of the list when this changes, unless the address has brought another one. */
  restarting(source: () => string): void
}

function useFollowed(): Followed {
  const view = reactive(readView(readAddress()))
  const shown = shallowRef(pageOf(readPath(), readAddress()))
  let following = false
  onAddressChange(() => {
    following = true
    shown.value = pageOf(readPath(), readAddress())
    const { filter, ...rest } = viewOf(shown.value, readView(readAddress()))
    Object.assign(view.filter, filter)
    Object.assign(view, rest)
    following = false
  })
  // At once, so that page 7 of another filter is never requested.
  const restarting = (source: () => string): void => void watch(source, () => void (following || (view.page = 0)), { flush: 'sync' })
  return { view, shown, restarting }
}
