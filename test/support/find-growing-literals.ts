import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** An object literal that begins with a spread and then adds a property that the spread object may not have. */
export interface GrowingLiteral {
  /** Path in `src/`. */
  readonly file: string;
  readonly line: number;
  /** What is added: names, or a whole spread as `...name`. */
  readonly adds: readonly string[];
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Reads the sources with their types, since only types show which names a spread brings. */
export function readSources(): ts.Program {
  const { config } = ts.readConfigFile(`${project}tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    { ...config, include: ['src'] },
    ts.sys,
    project,
  );
  const host = ts.createCompilerHost(options);
  // Most packages have more declarations than we have sources, and no object of theirs is spread: they are left out.
  host.resolveModuleNameLiterals = (names, file) =>
    names.map(({ text }) =>
      text.startsWith('.') || text === 'graphql' || text === 'lru-cache'
        ? ts.resolveModuleName(text, file, options, host)
        : { resolvedModule: undefined },
    );
  return ts.createProgram(fileNames, { ...options, types: [] }, host);
}

/** Finds the literals of a text that needs no declarations but its own. */
export function findInText(text: string): readonly GrowingLiteral[] {
  const name = `${project}src/example.ts`;
  const options = { noLib: true, strict: true, target: ts.ScriptTarget.ES2023, types: [] };
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (path) =>
    path === name ? ts.createSourceFile(name, text, options.target, true) : undefined;
  return findGrowingLiterals(ts.createProgram([name], options, host));
}

export function findGrowingLiterals(program: ts.Program): readonly GrowingLiteral[] {
  const checker = program.getTypeChecker();
  const found: GrowingLiteral[] = [];
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.startsWith(`${project}src/`)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) {
        const adds = addedNames(node, checker);
        if (adds.length > 0) {
          found.push({
            file: source.fileName.slice(`${project}src/`.length),
            line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
            adds,
          });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function addedNames({ properties }: ts.ObjectLiteralExpression, checker: ts.TypeChecker): string[] {
  const [first, ...others] = properties;
  if (!first || !ts.isSpreadAssignment(first)) return [];
  const known = checker.getTypeAtLocation(first.expression);
  const adds: string[] = [];
  for (const property of others) {
    if (ts.isSpreadAssignment(property)) {
      const brings = namesOf(checker.getTypeAtLocation(property.expression), checker);
      if (!brings?.every((name) => isCertain(known, name, checker)))
        adds.push(`...${property.expression.getText()}`);
    } else {
      const name = nameOf(property.name, checker);
      if (name === undefined || !isCertain(known, name, checker)) adds.push(property.name.getText());
    }
  }
  return adds;
}

/** Whether each object of the type has this property. */
function isCertain(type: ts.Type, name: string, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.every((part) => isCertain(part, name, checker));
  const property = checker.getPropertyOfType(type, name);
  return property !== undefined && (property.flags & ts.SymbolFlags.Optional) === 0;
}

/** The names that an object of the type can have, or `null` where the type does not list them. */
function namesOf(type: ts.Type, checker: ts.TypeChecker): string[] | null {
  if (type.isUnion()) {
    const parts = type.types.map((part) => namesOf(part, checker));
    return parts.includes(null) ? null : parts.flatMap((names) => names ?? []);
  }
  if (
    checker.getIndexInfosOfType(type).length > 0 ||
    (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0
  )
    return null;
  return checker.getPropertiesOfType(type).map((property) => property.name);
}

function nameOf(name: ts.PropertyName, checker: ts.TypeChecker): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const type = checker.getTypeAtLocation(name.expression);
  return type.isStringLiteral() ? type.value : undefined;
}
