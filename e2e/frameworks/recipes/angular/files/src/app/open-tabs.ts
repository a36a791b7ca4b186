import { Component } from '@angular/core'
import { activeConnections } from './rollcall'

@Component({
  selector: 'open-tabs',
  template: `@if (connections().authorized) { <p>{{ connections().total }} tabs are open</p> }`,
})
export class OpenTabs {
  protected readonly connections = activeConnections()
}
