import { Component, inject } from '@angular/core'
import { ActivatedRoute, RouterLink, type Routes } from '@angular/router'
import { OpenTabs } from './open-tabs'

@Component({ imports: [OpenTabs, RouterLink], template: `<h1>Shop</h1><a routerLink="/product/1">Product 1</a><open-tabs />` })
class Home {}

@Component({ template: `<h1>Product {{ id }}</h1>` })
class Product {
  protected readonly id = inject(ActivatedRoute).snapshot.paramMap.get('id')
}

export const routes: Routes = [
  { path: '', component: Home },
  { path: 'product/:id', component: Product },
]
