declare module 'virtual:domains' {
  /** Each domain of Clio's API with its fields of `Query`, in plain names. */
  export const domains: readonly { readonly title: string; readonly queries: readonly string[] }[];
}
