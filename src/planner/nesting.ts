import type { Catalog } from '../catalog/catalog.ts';
import type { ChildSelection, NestedSelection, Selection } from './selection.ts';

/**
 * Knows what arrives inside a record. Clio nests one level of values, and below it only ids. All other fields
 * of a nested record must be loaded in another way.
 */
export class Nesting {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** The full records of an entity whose records are partial, if they have the same field. */
  fullRecords(entity: string, { key, fact, pick, selection }: NestedSelection) {
    const node = Object.values(this.#catalog.entity(entity).fields).find((one) => one.kind === 'node');
    if (node === undefined || pick !== undefined || selection.children.length > 0)
      return { node: undefined, targets: [] };
    const targets = Object.entries(node.targets).filter(([, target]) => {
      const loaded = this.#catalog.load(target.entity);
      const own = loaded && this.#catalog.entity(loaded.entity).fields[key];
      return own?.kind === fact.kind && own.entity === fact.entity;
    });
    return { node, targets };
  }

  /** Whether everything selected on a nested record arrives without a load of its own. */
  canStay(selection: Selection, entity: string, level: 1 | 2): boolean {
    const fact = this.#catalog.entity(entity);
    // A bare record without an id arrives whole. Of one with an id, only the id is reliable.
    const whole = level === 1 || !fact.id || fact.whole === true;
    for (const key of selection.values) {
      if (!(key in fact.fields)) return false;
      if (!whole && key !== 'id') return false;
    }
    if (level === 2 && !whole && Object.values(fact.fields).some((one) => one.kind === 'node'))
      return selection.values.size === 0 && selection.children.length === 0;
    return selection.children.every((child) => this.#childCanStay(child, entity, level, whole));
  }

  #childCanStay(child: ChildSelection, entity: string, level: 1 | 2, whole: boolean): boolean {
    const fields = this.#catalog.entity(entity).fields;
    switch (child.kind) {
      case 'link':
        return child.fact.via in fields && (whole || child.fact.via === 'id');
      case 'node':
        return child.fact.typeField in fields && whole;
      case 'nested': {
        if (!(child.key in fields)) return false;
        if (level === 2) return whole && !this.#catalog.entity(child.fact.entity).id;
        // Below a nested record it is bare, loaded by its id, or found through a sibling. If none of these
        // works, loading the record around it would not help.
        return true;
      }
      default:
        // A field with calls of its own needs only the record's id.
        return this.#catalog.entity(entity).id !== undefined;
    }
  }

  /** Whether nothing selected on a record can be read, even if the record around it is loaded. */
  isLost({ values, children }: Selection, entity: string): boolean {
    return (
      values.size === 0 &&
      children.length > 0 &&
      children.every(
        (child) =>
          child.kind === 'nested' &&
          !this.#catalog.load(child.fact.entity) &&
          !child.fact.sibling &&
          this.fullRecords(entity, child).targets.length === 0 &&
          !this.canStay(child.selection, child.fact.entity, 2),
      )
    );
  }
}
