// `-o`: which printer is meant, and whole objects as YAML, JSON, names or templates. Upstream: cli-runtime/pkg/genericclioptions, PrintFlags.
import { withManagedFields } from '../../engine/index.ts'
import { kindNamed } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { toYaml } from '../../kube/yaml.ts'
import { KubectlError } from '../errors.ts'
import { nameOf } from '../parse/resources.ts'
import type { Files } from '../running.ts'
import { compactJson, prettyJson } from './json.ts'
import { JsonPathError, jsonOfJsonPath, parseJsonPath, printJsonPath } from './jsonpath.ts'
import type { JsonPath } from './jsonpath.ts'
import { toKyaml } from './kyaml.ts'
import { fillGoTemplate } from './template/execute.ts'
import { TemplateError } from './template/lexer.ts'
import { parseGoTemplate, type GoTemplate } from './template/parse.ts'
import { goText } from './template/values.ts'

const TEMPLATES = ['go-template', 'go-template-file', 'template', 'templatefile']
const COMMON = ['json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'kyaml', 'name', 'yaml', ...TEMPLATES]
const ALLOWED = [...COMMON].sort()
const ALLOWED_BY_GET = [...COMMON, 'custom-columns', 'custom-columns-file', 'wide'].sort()

export const OUTPUT_FORMATS = ALLOWED
export const OUTPUT_FORMATS_OF_GET = ALLOWED_BY_GET

/** What `-o` asks for: `name`, and what stands behind its `=`. */
export interface Format {
  readonly name: string
  readonly argument: string | undefined
}

/** Reads `-o`. `template` is what `--template` gives: then nothing may stand behind the `=`, and without `-o` it is Go's.
 *  Upstream: jsonpath_flags.go and template_flags.go, ToPrinter. */
export function parseFormat(text: string, allowed: readonly string[], template = ''): Format {
  if (template && !text) return { name: 'go-template', argument: template }
  const i = text.indexOf('=')
  const given = i < 0 ? text : text.slice(0, i)
  // Of these, and of no others, capitals are taken as well.
  const name = /^(?:json|k?yaml|name)$/i.test(given) ? given.toLowerCase() : given
  const filled = template !== '' && /^(jsonpath|go-template|template)/.test(name)
  const argument = filled ? template : i < 0 ? undefined : text.slice(i + 1)
  if (!allowed.includes(name) || (filled && i >= 0) || (argument !== undefined && !/^(jsonpath|go-template|template|custom-columns)/.test(name))) {
    throw new KubectlError(`unable to match a printer suitable for the output format ${JSON.stringify(text)}, allowed formats are: ${allowed.join(',')}`)
  }
  return { name, argument }
}

/** Without what nobody reads: managedFields are left out unless they are asked for. */
export function shown(object: AnyObject, managedFields: boolean): AnyObject {
  if (managedFields) return withManagedFields(object)
  if (!object.metadata?.managedFields) return object
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** Several objects as one, as `-o yaml` prints them. */
export const listOfObjects = (items: readonly AnyObject[]): any => ({ apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } })

export function readJsonPath(format: Format, files: Files): JsonPath {
  let template = format.argument
  if (format.name === 'jsonpath-file') {
    template = format.argument && files.read(format.argument)
    if (format.argument && template === undefined) throw new KubectlError(`error reading --template ${format.argument}, open ${format.argument}: no such file or directory`)
  }
  if (!template) throw new KubectlError(`template format specified but no template given`)
  try {
    return parseJsonPath(template)
  } catch (e) {
    if (e instanceof JsonPathError) throw new KubectlError(`error parsing jsonpath ${template}, ${e.message}`)
    throw e
  }
}

/** Go's %#v of JSON, as kubectl shows what a template failed on. */
function goSyntax(v: unknown): string {
  if (v === null || v === undefined) return 'interface {}(nil)'
  if (typeof v === 'string') return JSON.stringify(v)
  if (Array.isArray(v)) return `[]interface {}{${v.map(goSyntax).join(', ')}}`
  if (typeof v === 'object') return `map[string]interface {}{${Object.keys(v).sort().map(k => `${JSON.stringify(k)}:${goSyntax((v as any)[k])}`).join(', ')}}`
  return String(v)
}

function jsonPathText(path: JsonPath, data: unknown, allowMissing: boolean, asJson = false): string {
  try {
    return asJson ? jsonOfJsonPath(path, data, allowMissing) : printJsonPath(path, data, allowMissing)
  } catch (e) {
    if (!(e instanceof JsonPathError)) throw e
    throw new KubectlError(`error executing jsonpath ${JSON.stringify(path.template)}: Error executing template: ${e.message}. ` +
      `Printing more information for debugging the template:\n\ttemplate was:\n\t\t${path.template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(data)}\n\n\n`)
  }
}

function readGoTemplate(format: Format, files: Files): GoTemplate {
  const text = format.name.endsWith('file') && format.argument ? files.read(format.argument) : format.argument
  if (text === undefined && format.argument) throw new KubectlError(`error reading --template ${format.argument}, open ${format.argument}: no such file or directory`)
  if (!text) throw new KubectlError('template format specified but no template given')
  try {
    return parseGoTemplate(text)
  } catch (e) {
    if (e instanceof TemplateError) throw new KubectlError(`error parsing template ${text}, template: output:1: ${e.message}`)
    throw e
  }
}

/** What fails halfway has printed the half, and then what it failed on. Upstream: cli-runtime/pkg/printers/template.go. */
function goTemplateText(template: GoTemplate, data: unknown, strict: boolean): string {
  const { text, error } = fillGoTemplate(template, data, strict)
  if (!error) return text
  const debugging = `Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template.text}\n` +
    `\traw data was:\n\t\t${compactJson(data)}\n\tobject given to template engine was:\n\t\t${goText(data)}\n\n`
  throw new KubectlError(`error executing template ${JSON.stringify(template.text)}: ${error.message}`, { printed: text + debugging })
}

/**
 * Prints whole objects, one call per object. YAML documents after the first are set off by `---`. Templates print no line break.
 * Tables and custom columns are not its business: `get` does those.
 */
export class ObjectPrinter {
  private printed = 0
  private readonly path: JsonPath | undefined
  private readonly template: GoTemplate | undefined
  readonly format: Format
  private readonly managedFields: boolean
  private readonly mayAskForAll: boolean
  private readonly strict: boolean
  constructor(format: Format, files: Files, managedFields = false, allowMissing = true) {
    this.strict = !allowMissing
    this.format = format
    this.managedFields = managedFields
    // Templates get what the server sends. Working out who owns what of thousands of objects is left until one can tell.
    this.mayAskForAll = (format.name.startsWith('jsonpath') || TEMPLATES.includes(format.name)) && /managedFields|metadata\W*\}|\{[.@$]?\}/.test(format.argument ?? '')
    if (format.name.startsWith('jsonpath')) this.path = readJsonPath(format, files)
    else if (TEMPLATES.includes(format.name)) this.template = readGoTemplate(format, files)
  }

  print(object: any): string {
    const first = this.printed++ === 0
    const all = this.managedFields || this.mayAskForAll
    try {
      return this.text(object, first, all)
    } catch (e) {
      // What a template failed on is shown as the server has sent it.
      if (all || !(e instanceof KubectlError)) throw e
      return this.text(object, first, true)
    }
  }

  private text(object: any, first: boolean, all: boolean): string {
    const visible = object.kind === 'List' && object.items ? { ...object, items: object.items.map((o: AnyObject) => shown(o, all)) } : shown(object, all)
    switch (this.format.name) {
      case 'json': return `${prettyJson(visible)}\n`
      case 'yaml': return `${first ? '' : '---\n'}${toYaml(visible)}`
      case 'kyaml': return toKyaml(visible)
      case 'name': return `${nameText(object)}\n`
      case 'go-template': case 'go-template-file': case 'template': case 'templatefile': return goTemplateText(this.template!, visible, this.strict)
      case 'jsonpath-as-json': return jsonPathText(this.path!, visible, !this.strict, true)
      default: return jsonPathText(this.path!, visible, !this.strict)
    }
  }
}

/** `job.batch/pi`. */
export function nameText(object: AnyObject): string {
  const kind = kindNamed(object.kind)
  const group = object.apiVersion?.includes('/') ? `.${object.apiVersion.slice(0, object.apiVersion.indexOf('/'))}` : ''
  const name = object.metadata?.name || '<unknown>'
  return kind ? nameOf(kind, name) : `${object.kind.toLowerCase()}${group}/${name}`
}
