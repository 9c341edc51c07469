// Descriptions are text with tabs, aligned at the end. Lines are indented by levels of two spaces, as upstream's PrefixWriter does.
import { align, DESCRIBE } from '../print/tabwriter.ts'

const INDENT = '  '

export class Writer {
  private text = ''

  /** Whole lines at a level: each argument is one line and needs no line break. */
  line(level: number, ...lines: readonly string[]): void {
    for (const line of lines) this.text += `${INDENT.repeat(level)}${line}\n`
  }

  /** `Name:<tab>value`. */
  field(level: number, name: string, value: string | number | boolean): void {
    this.line(level, `${name}:\t${value}`)
  }

  /** What has several lines: the first beside the title, the others below it. Nothing at all is `<none>`. */
  list(title: string, lines: readonly string[], indent = ''): void {
    if (lines.length === 0) this.line(0, `${indent}${title}:\t<none>`)
    for (const [i, line] of lines.entries()) this.line(0, i === 0 ? `${indent}${title}:\t${line}` : `${indent}\t${line}`)
  }

  /** With its tabs: some commands show parts of descriptions without aligning them. */
  raw(): string {
    return this.text
  }

  toString(): string {
    return align(this.text, DESCRIBE)
  }
}
