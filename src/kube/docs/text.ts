// What a field's text is: our own words, in two languages. The empty name stands for the type itself.
/** English, Chinese. */
export type Text = readonly [en: string, zh: string]
export type Texts = { readonly [type: string]: { readonly [field: string]: Text } }
