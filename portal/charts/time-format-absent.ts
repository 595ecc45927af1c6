/*
 * Stands in for d3-time-format, which d3-scale asks for tick labels (wrangler.toml, `[alias]`): the charts write their labels themselves,
 * as the rest of the pages does. Every scale of time makes its formats when it is made; only using one is a mistake.
 */
const absent = (): never => {
  throw new Error('The charts write times by portal/components/format-date.ts: see portal/charts/time-format-absent.ts')
}
const format = () => absent

export { format as timeFormat, format as utcFormat }
