import { GraphQLWorker as PlainWorker } from 'monaco-graphql/esm/GraphQLWorker.js';
import { orderSuggestions } from './order-suggestions.ts';

/** The editor's language service with likely suggestions first. The build replaces the original one by it. */
export class GraphQLWorker extends PlainWorker {
  override async doComplete(
    ...place: Parameters<PlainWorker['doComplete']>
  ): ReturnType<PlainWorker['doComplete']> {
    return orderSuggestions(await super.doComplete(...place));
  }
}
