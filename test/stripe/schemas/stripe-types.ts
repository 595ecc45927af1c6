import { join } from 'node:path'
import { getLibFiles, ts } from '@ts-morph/common'

export type StripeTypes = {
  checker: ts.TypeChecker
  /** What the method of stripe-node at this path (`transfers.create`) takes as parameters and gives back. */
  signatureOf(path: string): { params: ts.Type | undefined; answer: ts.Type }
  /** An exported type by its name: `Stripe.Capability`. */
  named(name: string): ts.Type
}

/** Opens the declarations of npm `stripe` with the compiler; the one in `typescript` 7 has no such interface, so it is TypeScript 6. */
export function openStripeTypes(extra: string[]): StripeTypes {
  const root = join(import.meta.dirname, 'roots.ts')
  const aliases = extra.map((name, index) => `export type Extra${index} = ${name}`)
  const source = ["import type Stripe from 'stripe'", 'export declare const client: Stripe', ...aliases].join('\n')
  const program = ts.createProgram([root], options, hostWith(root, source))
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(root)
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) throw new Error('The declarations of stripe could not be read.')
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]))
  const client = exported.get('client')
  if (!client) throw new Error('The client of stripe could not be read.')
  const clientType = checker.getTypeOfSymbol(client)

  return {
    checker,
    signatureOf(path) {
      const method = path.split('.').reduce((type, step) => typeOfMember(checker, type, step), clientType)
      const signature = method.getCallSignatures()[0]
      if (!signature) throw new Error(`stripe.${path} is no method`)
      const params = signature.parameters.find((each) => each.name === 'params')
      return { params: params && checker.getTypeOfSymbol(params), answer: answerOf(checker, signature.getReturnType(), path) }
    },
    named(name) {
      const symbol = exported.get(`Extra${extra.indexOf(name)}`)
      if (!symbol) throw new Error(`${name} was not opened`)
      return checker.getDeclaredTypeOfSymbol(symbol)
    },
  }
}

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es2022.d.ts'],
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
}

/** The disk, with the compiler's own libraries and one file more that exists in memory alone. */
function hostWith(root: string, source: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  const libraries = new Map(getLibFiles().map((each) => [`/lib/${each.fileName}`, each.text]))
  const textOf = (name: string) => (name === root ? source : libraries.get(name))
  return {
    ...host,
    getDefaultLibLocation: () => '/lib',
    getDefaultLibFileName: () => '/lib/lib.d.ts',
    fileExists: (name) => textOf(name) !== undefined || host.fileExists(name),
    readFile: (name) => textOf(name) ?? host.readFile(name),
    getSourceFile(name, languageVersion) {
      const text = textOf(name) ?? host.readFile(name)
      return text === undefined ? undefined : ts.createSourceFile(name, text, languageVersion)
    },
  }
}

function typeOfMember(checker: ts.TypeChecker, type: ts.Type, name: string): ts.Type {
  const member = type.getProperty(name)
  if (!member) throw new Error(`stripe-node has no ${name} here: ${checker.typeToString(type)}`)
  return checker.getTypeOfSymbol(member)
}

/** The answer behind `Promise<Response<Answer>>`: the part that travels, without what stripe-node adds. */
function answerOf(checker: ts.TypeChecker, promise: ts.Type, path: string): ts.Type {
  const awaited = checker.getAwaitedType(promise)
  const answer = awaited?.aliasSymbol?.name === 'Response' ? awaited.aliasTypeArguments?.[0] : undefined
  if (!answer) throw new Error(`stripe.${path} gives back no Response`)
  return answer
}
