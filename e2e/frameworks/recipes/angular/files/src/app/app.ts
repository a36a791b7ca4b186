import { Component, inject } from '@angular/core'
import { RouterOutlet } from '@angular/router'
import { Rollcall } from './rollcall'

@Component({ selector: 'app-root', imports: [RouterOutlet], template: `<router-outlet />` })
export class App {
  protected readonly rollcall = inject(Rollcall)
}
