import type { SnippetConfig } from '../../portal/snippet/goodword.js'
import { modelOf } from '../attribution/rules.ts'
import type { SiteRules } from './store-site.ts'

/**
 * What the script is told. Where groups differ, it asks the portal which rules hold, and until it knows it keeps the strictest: the first
 * touch, the shortest window, and a cookie only with consent.
 */
export function snippetConfigOf(portal: string, rules: readonly SiteRules[]): SnippetConfig {
  const parameters = rules.map(({ parameter }) => parameter).toSorted()
  const isMixed = new Set(rules.map(({ windowDays, model, consentRequired }) => `${windowDays} ${model} ${consentRequired}`)).size > 1
  return {
    portal,
    names: [...new Set([...parameters, 'via', 'ref'])],
    days: Math.min(...rules.map(({ windowDays }) => windowDays), rules.length > 0 ? Number.MAX_SAFE_INTEGER : 60),
    last: modelOf(rules.map(({ model }) => model)) === 'last_touch',
    wait: rules.some(({ consentRequired }) => consentRequired),
    ask: isMixed,
  }
}

/** The script's text with its call. Comments and indents are for who reads its source. */
export const snippetText = (script: { toString: () => string }, config: SnippetConfig): string => {
  const body = script
    .toString()
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s+/gm, '')
  return `(${body})(${JSON.stringify(config).replaceAll('<', '\\u003c')})\n`
}
