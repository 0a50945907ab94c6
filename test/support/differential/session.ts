import { type DocumentNode, print } from 'graphql';
import type { Chance } from '../random.ts';
import type { TestGateway } from '../start-gateway.ts';
import { Coverage } from './coverage.ts';
import {
  type GeneratedList,
  type GeneratedOperation,
  generateOperation,
  type KnownCursor,
} from './generate.ts';
import { cursorMark } from './lists.ts';
import { shrink } from './shrink.ts';
import { type Run, type TrialParts, tryOperation } from './trial.ts';

export interface SessionParts extends TrialParts {
  /** A gateway without a cache. */
  readonly cold: TestGateway;
  /** One with a cache that all operations share. */
  readonly warm: TestGateway;
}

/** What a login has received so far: the meaning of a cursor depends on what the login can see. */
interface Login {
  /** The gateway's cursors, with the positions for which they stand. */
  readonly marks: Map<string, string>;
  readonly known: KnownCursor[];
}

/** Operation, parent, and the parent's id. */
type MarkedList = readonly [string, string | null, number | string | null];

interface Planned {
  readonly operation: GeneratedOperation;
  readonly runs: readonly Run[];
}

/** Operations in flight at once. */
const atOnce = 6;
/** Cursors that are kept to continue from. */
const mostCursors = 200;

/** Generates operations, runs them, and continues from the cursors in their results. */
export class Session {
  readonly #parts: SessionParts;
  readonly #chance: Chance;
  readonly #coverage: Coverage;
  readonly #logins = new Map<string, Login>();
  readonly #markedLists = new Map<string, MarkedList>();
  /** REST calls so far. */
  calls = 0;
  /** Operations so far. */
  operations = 0;

  constructor(parts: SessionParts, chance: Chance) {
    this.#parts = parts;
    this.#chance = chance;
    this.#coverage = new Coverage(parts.schema);
  }

  /** Runs the next few operations and returns each that failed, reduced. */
  async next(): Promise<string[]> {
    const planned = Array.from({ length: atOnce }, () => this.#plan());
    const trials = await Promise.all(
      planned.map(({ operation, runs }) =>
        Promise.all(runs.map((run) => this.#try(run, operation.document))),
      ),
    );
    const failures: string[] = [];
    for (const [index, { operation, runs }] of planned.entries()) {
      this.operations += 1;
      for (const [at, run] of runs.entries()) {
        const trial = trials[index]?.[at];
        this.calls += trial?.calls ?? 0;
        if (trial && trial.problems.length > 0) {
          failures.push(await this.#explain(run, operation, trial.problems));
          break;
        }
      }
      for (const { token } of runs) this.#remember(this.#login(token), operation.lists);
    }
    return failures;
  }

  /** Without a cache; with one that all operations share; and with it as another login at the same time. */
  #plan(): Planned {
    const { owner, restricted, noBilling } = this.#parts.sandbox.tokens;
    const token = this.#chance.pick([owner, owner, owner, restricted, restricted, noBilling]);
    const other = token === restricted ? owner : restricted;
    const { cold, warm } = this.#parts;
    const { known } = this.#login(token);
    const operation = this.#coverage.next(() => generateOperation(this.#parts, this.#chance, known));
    const { variables, switches } = operation;
    const runs: Run[] = [
      { title: `${token} without cache`, gateway: cold, token, variables, isCold: true },
      { title: `${token} with cache`, gateway: warm, token, variables, isCold: false },
    ];
    // The gateway has planned this very document: other values of @include need another plan.
    if (switches.length > 0) {
      const turned = Object.fromEntries(switches.map((name) => [name, !variables[name]]));
      const title = `${token} with @include and @skip turned`;
      runs.push({ title, gateway: cold, token, variables: { ...variables, ...turned }, isCold: true });
    }
    // The position of a cursor is known for the login that received it.
    if (!operation.usesCursor)
      runs.push({ title: `${other} with cache`, gateway: warm, token: other, variables, isCold: false });
    return { operation, runs };
  }

  #login(token: string): Login {
    let login = this.#logins.get(token);
    if (!login) {
      login = { marks: new Map(), known: [] };
      this.#logins.set(token, login);
    }
    return login;
  }

  #try(run: Run, document: DocumentNode) {
    return tryOperation(this.#parts, run, document, this.#login(run.token).marks);
  }

  /** Keeps cursors of lists that an operation selected once: for others it is unknown to which they belong. */
  #remember({ marks, known }: Login, lists: readonly GeneratedList[]): void {
    const seen = new Set(known.map(({ cursor }) => cursor));
    for (const [cursor, mark] of marks) {
      if (seen.has(cursor)) continue;
      const [operation, parent, parentId] = this.#listOf(mark);
      const same = lists.filter((one) => one.operation === operation && one.parent === parent);
      const [only] = same;
      if (only && same.length === 1 && (only.on === 'Query' || this.#canLoad(only.on)))
        known.push({ list: only, parentId, cursor });
    }
    known.splice(0, Math.max(0, known.length - mostCursors));
  }

  /** The list that a mark names. There are thousands of marks, and each operation searches them. */
  #listOf(mark: string): MarkedList {
    let marked = this.#markedLists.get(mark);
    if (!marked) {
      const [list] = JSON.parse(mark.slice(cursorMark.length)) as [string];
      marked = JSON.parse(list) as MarkedList;
      this.#markedLists.set(mark, marked);
    }
    return marked;
  }

  #canLoad(type: string): boolean {
    const { catalog } = this.#parts;
    const entity = catalog.mainEntity(type);
    return entity !== undefined && catalog.load(entity) !== undefined;
  }

  async #explain(run: Run, operation: GeneratedOperation, problems: readonly string[]): Promise<string> {
    let last = problems;
    const fails = async (smaller: DocumentNode): Promise<boolean> => {
      const { problems: found } = await this.#try(run, smaller);
      if (found.length > 0) last = found;
      return found.length > 0;
    };
    const isSteady = await fails(operation.document);
    const smallest = isSteady
      ? await shrink(this.#parts.schema, operation.document, fails)
      : operation.document;
    const used = Object.fromEntries(
      Object.entries(run.variables).filter(([name]) => new RegExp(`\\$${name}\\b`).test(print(smallest))),
    );
    return [
      `${run.title}${isSteady ? '' : ' (it passes when repeated: the cache or other operations matter)'}:`,
      ...last.slice(0, 12).map((problem) => problem.slice(0, 600)),
      print(smallest),
      `variables: ${JSON.stringify(used)}`,
    ].join('\n');
  }
}
