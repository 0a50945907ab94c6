import { type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { GeneratedOperation } from './generate.ts';

/** The number of operations of which one is run. */
const candidates = 4;

/** The fields and arguments that operations have used so far: this way a few operations cover as much as many random ones. */
export class Coverage {
  readonly #schema: GraphQLSchema;
  readonly #used = new Set<string>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Generates some operations and takes the one with the most fields and arguments that no other has used. */
  next(generate: () => GeneratedOperation): GeneratedOperation {
    let best = generate();
    let fresh = this.#freshIn(best);
    for (let count = 1; count < candidates; count += 1) {
      const other = generate();
      const names = this.#freshIn(other);
      if (names.size > fresh.size) [best, fresh] = [other, names];
    }
    for (const name of fresh) this.#used.add(name);
    return best;
  }

  #freshIn({ document }: GeneratedOperation): ReadonlySet<string> {
    const fresh = new Set<string>();
    const info = new TypeInfo(this.#schema);
    const add = (name: string): void => {
      if (!this.#used.has(name)) fresh.add(name);
    };
    const visitor = visitWithTypeInfo(info, {
      Field: () => add(`${info.getParentType()}.${info.getFieldDef()?.name}`),
      Argument: () => add(`${info.getParentType()}.${info.getFieldDef()?.name}.${info.getArgument()?.name}`),
    });
    visit(document, visitor);
    return fresh;
  }
}
