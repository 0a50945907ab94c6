import { fileURLToPath } from 'node:url';
import {
  type BinaryExpression,
  type Node,
  type ObjectLiteralExpression,
  type PropertyName,
  SyntaxKind,
} from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isBinaryExpression,
  isComputedPropertyName,
  isElementAccessExpression,
  isFunctionExpression,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
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

/** Code that needs more time or memory than one sees. */
export interface CostlyCode {
  /** Path in `src/`. */
  readonly file: string;
  readonly line: number;
  /** What it does: `adds NAME` or `assigns a function to TARGET`. */
  readonly does: readonly string[];
}

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Checks the sources with their types: only types show which names a spread adds. */
export function findInSources(): readonly CostlyCode[] {
  return find(`${project}tsconfig.build.json`, {});
}

/** Checks texts that need no other declarations, in their order. */
export function findInTexts(texts: readonly string[]): readonly (readonly CostlyCode[])[] {
  const files = Object.fromEntries(texts.map((text, index) => [`/src/${index}.ts`, text]));
  const config = {
    compilerOptions: { noLib: true, strict: true, target: 'es2023', types: [] },
    include: ['src'],
  };
  const fs = createVirtualFileSystem({ ...files, '/tsconfig.json': JSON.stringify(config) });
  const found = find('/tsconfig.json', { cwd: '/', fs });
  return texts.map((_, index) => found.filter(({ file }) => file === `${index}.ts`));
}

function find(configFile: string, options: APIOptions): readonly CostlyCode[] {
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

function findInFile(path: string, source: Node | undefined, checker: Checker): readonly CostlyCode[] {
  const found: CostlyCode[] = [];
  const visit = (node: Node): void => {
    const does = isObjectLiteralExpression(node)
      ? addedNames(node, checker).map((name) => `adds ${name}`)
      : isBinaryExpression(node) && isOldFunction(node)
        ? [`assigns a function to ${node.left.getText()}`]
        : [];
    if (does.length > 0) {
      const before = node.getSourceFile().text.slice(0, node.getStart());
      found.push({ file: path.split('/src/')[1] ?? path, line: before.split('\n').length, does });
    }
    node.forEachChild(visit);
  };
  if (source) visit(source);
  return found;
}

const assignments: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.QuestionQuestionEqualsToken,
  SyntaxKind.BarBarEqualsToken,
  SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** Whether a function is written where it is assigned to a property. */
function isOldFunction({ left, operatorToken, right }: BinaryExpression): boolean {
  let value: Node = right;
  while (isParenthesizedExpression(value)) value = value.expression;
  return (
    assignments.has(operatorToken.kind) &&
    (isPropertyAccessExpression(left) || isElementAccessExpression(left)) &&
    (isArrowFunction(value) || isFunctionExpression(value))
  );
}

/** The properties that an object literal that begins with a spread adds, if the spread object may lack them. */
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

/** The names that an object of the type can have, or `null` if the type does not list them. */
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
