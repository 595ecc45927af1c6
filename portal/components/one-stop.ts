/** A name that ends in a point ends its sentence, too: `Wrenmarch B.V.`, not `Wrenmarch B.V..`. */
export const oneStop = (text: string): string => text.replace(/(?<!\.)\.\.(?!\.)/g, '.')
