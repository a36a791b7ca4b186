// SPDX-License-Identifier: Apache-2.0
export default {
  shows: ['next', 'react'],
  starter: (name) => [
    'create-next-app@16.4.3', name, '--ts', '--app', '--no-eslint', '--no-tailwind', '--no-src-dir', '--import-alias', '@/*',
    '--use-npm', '--skip-install', '--disable-git', '--yes',
  ],
  packages: [],
  build: () => ['next', 'build'],
  output: '.next',
  serve: (port) => ['next', 'start', '--hostname', '127.0.0.1', '--port', port],
  develop: (port) => ['next', 'dev', '--hostname', '127.0.0.1', '--port', port],
  ready: /Ready in/,
}
