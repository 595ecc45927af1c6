import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'esbuild'

const rows = resolve(import.meta.dirname, 'quick-rows.ts')

/** What is exchanged in the query builder's own files, beside what `quicken.ts` exchanges in its classes. */
const changes: readonly { file: string; from: RegExp; to: string }[] = [
  // It walks up the constructors, for the case of two copies of the library.
  {
    file: 'entity.js',
    from: /function is\(value, type\) \{[\s\S]*?\n\}\n/,
    to: 'function is(value, type) {\n  return value instanceof type\n}\n',
  },
  // Which tables a text names is of use to a cache, and there is none.
  { file: 'sql/sql.js', from: /for \(const chunk of queryChunks\) \{\s+if \(is\(chunk, Table\)\) \{[\s\S]*?\n {4}\}\n/, to: '' },
  // Whether each field belongs to a table of the query is seen by every test that runs it once.
  { file: 'sqlite-core/dialect.js', from: /for \(const f of fieldsList\) \{\s+if \(is\(f\.field, Column\)[\s\S]*?\n {4}\}\n/, to: '' },
  {
    file: 'sqlite-core/query-builders/select.js',
    from: /const fieldsList = orderSelectedFields\(this\.config\.fields\);/,
    to: `const fieldsList = this.config.joins ? orderSelectedFields(this.config.fields) : listOnce(this._.selectedFields, orderSelectedFields);
    this.config.fieldsFlat = fieldsList;`,
  },
  {
    file: 'utils.js',
    from: /function mapResultRow\(columns, row, joinsNotNullableMap\) \{/,
    to: `$&\n  const decoders = decodersOf(columns);\n  if (decoders) return decodeRow(columns, decoders, row);`,
  },
]

const imports: Record<string, string> = {
  'utils.js': `import { decodersOf, decodeRow } from ${JSON.stringify(rows)};\n`,
  'sqlite-core/query-builders/select.js': `import { listOnce } from ${JSON.stringify(rows)};\n`,
}

/** Other packages than the query builder stay where they are. */
export const externals: Plugin = {
  name: 'externals',
  setup: (building) =>
    building.onResolve({ filter: /^[^./]/ }, ({ path }) => (path.startsWith('drizzle-orm') ? undefined : { path, external: true })),
}

export const quickening: Plugin = {
  name: 'quickening',
  async setup(building) {
    await externals.setup(building)
    building.onLoad({ filter: /drizzle-orm\/.*\.js$/ }, ({ path }) => {
      const file = path.replace(/^.*drizzle-orm\//, '')
      let text = readFileSync(path, 'utf8')
      for (const { from, to } of changes.filter((change) => change.file === file)) {
        if (!from.test(text)) throw new Error(`The query builder's ${file} changed: look at quickening again`)
        text = text.replace(from, to)
      }
      return { contents: `${imports[file] ?? ''}${text}`, loader: 'js' }
    })
  },
}
