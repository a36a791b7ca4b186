// SPDX-License-Identifier: Apache-2.0

/** The part of Vue Router that the client uses. */
export interface VueRouterLike {
  beforeEach(guard: (to: VueLocationLike) => void): () => void
  afterEach(guard: (to: VueLocationLike) => void): () => void
  onError(handler: (error: unknown, to: VueLocationLike) => void): () => void
  resolve(to: string): { readonly href: string }
}

interface VueLocationLike {
  readonly fullPath: string
}

/** The part of React Router's data routers (`createBrowserRouter`) that the client uses. */
export interface ReactRouterLike {
  readonly state: ReactRouterStateLike
  subscribe(listener: (state: ReactRouterStateLike) => void): () => void
  createHref(location: never): string
}

interface ReactRouterStateLike {
  readonly location: unknown
  readonly navigation: { readonly location?: unknown }
  readonly errors: object | null
}

/** Takes the address that a navigation leads to; null when it is over. */
type Heading = (url: string | null) => void

/** Takes an error of a navigation, and the address that it should have led to. */
type Failed = (error: unknown, url: string) => void

/**
 * Follows a router.
 *
 * @returns a function that ends this
 */
export function followRouter(router: VueRouterLike | ReactRouterLike, heading: Heading, failed: Failed): () => void {
  return 'subscribe' in router ? followReact(router, heading, failed) : followVue(router, heading, failed)
}

function followVue(router: VueRouterLike, heading: Heading, failed: Failed): () => void {
  const hrefOf = ({ fullPath }: VueLocationLike): string => router.resolve(fullPath).href
  const ends = [
    router.beforeEach((to) => heading(hrefOf(to))),
    router.afterEach(() => heading(null)),
    router.onError((error, to) => {
      failed(error, hrefOf(to))
      heading(null)
    }),
  ]
  return () => ends.forEach((end) => end())
}

function followReact(router: ReactRouterLike, heading: Heading, failed: Failed): () => void {
  const hrefOf = (location: unknown): string => router.createHref(location as never)
  return router.subscribe(({ location, navigation, errors }) => {
    heading(navigation.location ? hrefOf(navigation.location) : null)
    for (const error of Object.values(errors ?? {})) failed(error, hrefOf(location))
  })
}
