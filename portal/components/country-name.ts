const names = new Intl.DisplayNames(['en'], { type: 'region' })

/** `NL` is `Netherlands`; a code that is none stays as it is. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}

/** Choices of a select, by name. */
export const countryOptions = (codes: readonly string[]): { value: string; label: string }[] =>
  codes.map((value) => ({ value, label: countryName(value) })).sort((a, b) => a.label.localeCompare(b.label))
