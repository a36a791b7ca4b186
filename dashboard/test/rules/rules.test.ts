// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { circles, forbiddenImports, fullFolders, longFunctions, panelsThatKnowEachOther } from './rules'
import { readSource, type SourceFile } from './source'

const texts = import.meta.glob<string>('../../src/**/*.{ts,vue}', { query: '?raw', import: 'default', eager: true })
const files = Object.entries(texts).map(([path, text]) => readSource(path.replace('../../src/', ''), text))
const paths = Object.keys({ ...import.meta.glob('../../src/**/*'), ...import.meta.glob('../**/*') })

/** Returns source files from their texts. */
function sources(given: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(given).map(([path, text]) => readSource(path, text))
}

function functionOf(lines: number): string {
  return `function long() {\n${'  call()\n'.repeat(lines)}}\n`
}

describe('the source files', () => {
  it('are all read', () => {
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['main.ts', 'App.vue', 'api/admin.ts', 'components/commands/CommandForm.vue']))
    expect(files.find(({ path }) => path === 'App.vue')?.imports).toContainEqual({ target: 'views/SignInView.vue', isPackage: false, typesOnly: false })
  })

  it('import only what their part may', () => {
    expect(forbiddenImports(files)).toEqual([])
  })

  it('of one panel do not know another panel', () => {
    expect(panelsThatKnowEachOther(files)).toEqual([])
  })

  it('import each other in no circle', () => {
    expect(circles(files)).toEqual([])
  })

  it('have functions of at most 30 lines', () => {
    expect(longFunctions(files)).toEqual([])
  })

  it('and the tests are at most 12 to a folder', () => {
    expect(fullFolders(paths)).toEqual([])
  })
})

describe('the rules notice', () => {
  it.each([
    ['api/admin.ts', "import { tabs } from '../model/format'", 'model/format.ts'],
    ['api/admin.ts', "import { ref } from 'vue'", 'vue'],
    ['model/target.ts', "import { createAdminApi, type AdminApi } from '../api/admin'", 'api/admin.ts'],
    ['model/target.ts', "import type { Ref } from 'vue'", 'vue'],
    ['model/chart.ts', "import UPlot from 'uplot'", 'uplot'],
    ['composables/useTheme.ts', "export * from '../components/theme'", 'components/theme.ts'],
    ['components/app/A.vue', "<script setup lang=\"ts\">\nimport { ApiError } from '../../api/admin'\n</script>", 'api/admin.ts'],
    ['components/app/A.vue', "<script>\nexport default {}\n</script>\n<script setup>\nimport V from '../../views/V.vue'\n</script>", 'views/V.vue'],
    ['views/V.vue', "<script setup lang=\"ts\">\nconst app = import('../App.vue')\n</script>", 'App.vue'],
  ])('a forbidden import: %s, %s', (path, text, target) => {
    expect(forbiddenImports(sources({ [path]: text }))).toEqual([`${path} imports ${target}`])
  })

  it('but allow types where only values are forbidden', () => {
    expect(forbiddenImports(sources({ 'model/target.ts': "import type { Target } from '../api/types'\nimport { type Match } from '../api/types'" }))).toEqual([])
  })

  it('a panel that knows another', () => {
    const given = sources({ 'components/a/A.vue': "<script setup>\nimport B from '../b/B.vue'\nimport S from '../shared/S.vue'\n</script>" })
    expect(panelsThatKnowEachOther(given)).toEqual(['components/a/A.vue imports components/b/B.vue'])
  })

  it('a circle, even of types only', () => {
    const given = sources({ 'a.ts': "import './b'", 'b.ts': "import type { C } from './c'", 'c.ts': "import './a'", 'd.ts': "import './a'" })
    expect(circles(given)).toEqual(['a.ts -> b.ts -> c.ts -> a.ts'])
  })

  it('a function of 31 lines, but not one of 30', () => {
    expect(longFunctions(sources({ 'a.ts': functionOf(30) }))).toEqual([])
    expect(longFunctions(sources({ 'a.ts': functionOf(31) }))).toEqual(['a.ts: long has 31 lines (expected: at most 30)'])
    expect(longFunctions(sources({ 'A.vue': `<script setup lang="ts">\n${functionOf(31)}</script>` }))).toHaveLength(1)
    expect(longFunctions(sources({ 'a.ts': `const long = () => [\n${'  0,\n'.repeat(30)}]\n` }))).toEqual(['a.ts: long has 32 lines (expected: at most 30)'])
  })

  it('a folder with 13 files', () => {
    const many = Array.from({ length: 13 }, (_, index) => `model/${index}.ts`)
    expect(fullFolders(many.slice(1))).toEqual([])
    expect(fullFolders(many)).toEqual(['model has 13 files (expected: at most 12)'])
  })
})
