// SPDX-License-Identifier: Apache-2.0
// Astro's starter fetches its templates from GitHub, so that it only works where that can be reached. The folder `starter` has
// what its template "minimal" makes.
export default {
  shows: ['astro', 'vite'],
  packages: [],
  build: () => ['astro', 'build'],
  output: 'dist',
  develop: (port) => ['astro', 'dev', '--host', '127.0.0.1', '--port', port],
  ready: /Local/,
}
