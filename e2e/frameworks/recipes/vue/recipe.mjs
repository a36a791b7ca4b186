// SPDX-License-Identifier: Apache-2.0
export default {
  shows: ['vite', 'vue', 'vue-router'],
  starter: (name) => ['create-vite@9.3.0', name, '--template', 'vue-ts', '--no-interactive'],
  packages: ['vue-router@4.6.5'],
  build: () => ['npm', 'run', 'build'],
  output: 'dist',
  serve: (port) => ['vite', 'preview', '--host', '127.0.0.1', '--port', port, '--strictPort'],
  develop: (port) => ['vite', 'dev', '--host', '127.0.0.1', '--port', port, '--strictPort'],
  ready: /Local:/,
}
