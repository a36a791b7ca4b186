import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import { NavigationEnd, Router } from '@angular/router'
import { createRollcall } from '@rollcall/client'
import { showPrompt } from '@rollcall/client/prompt'

declare const BUILD_ID: string | undefined // ng build --define "BUILD_ID='…'"

@Injectable({ providedIn: 'root' })
export class Rollcall {
  readonly client = createRollcall({ version: typeof BUILD_ID === 'string' ? BUILD_ID : 'development' })
  readonly state = signal(this.client.state)

  constructor() {
    this.client.subscribe(() => this.state.set(this.client.state))
    inject(Router).events.subscribe((event) => {
      if (event instanceof NavigationEnd) this.client.setRoute(event.urlAfterRedirects)
    })
    if (typeof document !== 'undefined') showPrompt(this.client)
  }
}

/** Live stats, for as long as the component lives that calls this while it is created. */
export function activeConnections() {
  const { client, state } = inject(Rollcall)
  inject(DestroyRef).onDestroy(client.subscribeStats())
  return computed(() => ({ authorized: state().authorized, total: state().stats?.total ?? 0 }))
}
