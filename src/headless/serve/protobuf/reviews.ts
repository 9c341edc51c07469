// The questions about rights, which nobody stores and which the schema does not have: a line is a message and its fields in the order of
// their numbers; `#Type` behind a name is another message, `[]` a list. Upstream: k8s.io/api/{authorization,authentication}/v1/generated.proto.
import type { SchemaField, SchemaType } from '../../../kube/schema.ts'

const MESSAGES = `
SelfSubjectAccessReview metadata#ObjectMeta spec#SelfSubjectAccessReviewSpec
SelfSubjectAccessReviewSpec resourceAttributes#ResourceAttributes nonResourceAttributes#NonResourceAttributes
SubjectAccessReview metadata#ObjectMeta spec#SubjectAccessReviewSpec
LocalSubjectAccessReview metadata#ObjectMeta spec#SubjectAccessReviewSpec
SubjectAccessReviewSpec resourceAttributes#ResourceAttributes nonResourceAttributes#NonResourceAttributes user groups[]
ResourceAttributes namespace verb group version resource subresource name
NonResourceAttributes path verb
SelfSubjectRulesReview metadata#ObjectMeta spec#SelfSubjectRulesReviewSpec
SelfSubjectRulesReviewSpec namespace
TokenReview metadata#ObjectMeta spec#TokenReviewSpec
TokenReviewSpec token audiences[]
`

const fieldOf = (word: string): [string, SchemaField] => {
  const [, name = '', shape = ''] = /^(\w+)(.*)$/.exec(word) ?? []
  return [name, { type: shape === '[]' ? ['list', 'string'] : shape || 'string' }]
}

const types = new Map(MESSAGES.trim().split('\n').map(line => {
  const [name = '', ...words] = line.split(' ')
  return [name, { name, goName: name, fields: new Map(words.map(fieldOf)), required: new Set<string>() } satisfies SchemaType]
}))

/** A message by its name, with or without `#`. */
export const reviewType = (name: string): SchemaType | undefined => types.get(name.replace('#', ''))
/** Its fields in the order of their numbers. */
export const reviewFields = (name: string): readonly string[] | undefined => (types.has(name) ? [...types.get(name)!.fields.keys()] : undefined)
