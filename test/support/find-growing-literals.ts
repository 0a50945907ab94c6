import { fileURLToPath } from 'node:url';
import type { Node, ObjectLiteralExpression, PropertyName } from 'typescript/unstable/ast';
import {
  isComputedPropertyName,
  isObjectLiteralExpression,
  isSpreadAssignment,
} from 'typescript/unstable/ast/is';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import {
  API,
  type APIOptions,
  type Checker,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync';

/** An object literal that begins with a spread and then adds a property that the spread object may not have. */
export interface GrowingLiteral {
  /** Path in `src/`. */
  readonly file: string;
  readonly line: number;
  /** What is added: names, or a whole spread as `...name`. */
  readonly adds: readonly string[];
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Finds the literals of the sources, with their types: only types show which names a spread brings. */
export function findInSources(): readonly GrowingLiteral[] {
  return findGrowingLiterals(`${project}tsconfig.build.json`, {});
}

/** Finds the literals of texts that need no declarations but their own, in their order. */
export function findInTexts(texts: readonly string[]): readonly (readonly GrowingLiteral[])[] {
  const files = Object.fromEntries(texts.map((text, index) => [`/src/${index}.ts`, text]));
  const config = {
    compilerOptions: { noLib: true, strict: true, target: 'es2023', types: [] },
    include: ['src'],
  };
  const fs = createVirtualFileSystem({ ...files, '/tsconfig.json': JSON.stringify(config) });
  const found = findGrowingLiterals('/tsconfig.json', { cwd: '/', fs });
  return texts.map((_, index) => found.filter(({ file }) => file === `${index}.ts`));
}

function findGrowingLiterals(configFile: string, options: APIOptions): readonly GrowingLiteral[] {
  const compiler = new API(options);
  try {
    const [opened] = compiler.updateSnapshot({ openProjects: [configFile] }).getProjects();
    if (!opened) throw new Error(`TypeScript does not open ${configFile}`);
    return opened.rootFiles.flatMap((path) =>
      findInFile(path, opened.program.getSourceFile(path), opened.checker),
    );
  } finally {
    compiler.close();
  }
}

function findInFile(path: string, source: Node | undefined, checker: Checker): readonly GrowingLiteral[] {
  const found: GrowingLiteral[] = [];
  const visit = (node: Node): void => {
    if (isObjectLiteralExpression(node)) {
      const adds = addedNames(node, checker);
      if (adds.length > 0) {
        const before = node.getSourceFile().text.slice(0, node.getStart());
        found.push({ file: path.split('/src/')[1] ?? path, line: before.split('\n').length, adds });
      }
    }
    node.forEachChild(visit);
  };
  if (source) visit(source);
  return found;
}

function addedNames({ properties }: ObjectLiteralExpression, checker: Checker): string[] {
  const [first, ...others] = properties;
  if (!first || !isSpreadAssignment(first) || others.length === 0) return [];
  const known = checker.getTypeAtLocation(first.expression);
  const adds: string[] = [];
  for (const property of others) {
    if (isSpreadAssignment(property)) {
      const brings = namesOf(checker.getTypeAtLocation(property.expression), checker);
      if (!brings?.every((name) => isCertain(known, name, checker)))
        adds.push(`...${property.expression.getText()}`);
    } else if (property.name) {
      const name = nameOf(property.name, checker);
      if (name === undefined || !isCertain(known, name, checker)) adds.push(property.name.getText());
    }
  }
  return adds;
}

/** Whether each object of the type has this property. */
function isCertain(type: Type | undefined, name: string, checker: Checker): boolean {
  if (!type) return false;
  if (type.isUnionType()) return type.getTypes().every((part) => isCertain(part, name, checker));
  const property = checker.getPropertyOfType(type, name);
  return property !== undefined && (property.flags & SymbolFlags.Optional) === 0;
}

/** The names that an object of the type can have, or `null` where the type does not list them. */
function namesOf(type: Type | undefined, checker: Checker): string[] | null {
  if (!type) return null;
  if (type.isUnionType()) {
    const parts = type.getTypes().map((part) => namesOf(part, checker));
    return parts.includes(null) ? null : parts.flatMap((names) => names ?? []);
  }
  if (
    checker.getIndexInfosOfType(type).length > 0 ||
    (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0
  )
    return null;
  return checker.getPropertiesOfType(type).map((property) => property.name);
}

function nameOf(name: PropertyName, checker: Checker): string | undefined {
  if (!isComputedPropertyName(name)) return name.text;
  const type = checker.getTypeAtLocation(name.expression);
  return type?.isStringLiteralType() ? type.value : undefined;
}
