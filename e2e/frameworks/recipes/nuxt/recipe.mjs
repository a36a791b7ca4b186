// SPDX-License-Identifier: Apache-2.0
// Nuxt's starter fetches its templates from GitHub, so that it only works where that can be reached. The folder `starter` has
// what its template "minimal" makes, with the last versions that run on Node 20.
export default {
  shows: ['nuxt', 'vue'],
  modules: ['nuxt'],
  packages: [],
  build: () => ['nuxt', 'build'],
  output: '.output',
  transport: 'sse', // Nuxt's server passes on no WebSockets
  serve: (port) => ['nuxt', 'preview', '--port', port],
  develop: (port) => ['nuxt', 'dev', '--host', '127.0.0.1', '--port', port],
  ready: /Listening on|Local:/,
}
