import type {
  Class,
  ExportDefaultDeclaration,
  ExportNamedDeclaration,
  Identifier,
  ImportDeclaration,
  ImportExpression,
  Literal,
  Node,
  Program,
} from 'acorn';

import { insertion, type Edit } from './edits.js';
import { defaultName, importName } from './guard-name.js';
import { endOf, errorAt, startOf } from './parse.js';
import type { PanelImport } from './libraries.js';
import type { PanelForm } from './protocol.js';

/** How the code of a panel is laid out. */
export interface Layout {
  form: PanelForm;
  imports: PanelImport[];
  /** Whether it has a default export. */
  exports: boolean;
  /** What makes the imports and exports stand in a function. */
  edits: Edit[];
  /** What the function returns: the default export, or Comet's panel class. */
  result: string | undefined;
}

const start = { offset: 0, line: 1, column: 0 };
const nameOf = (node: Identifier | Literal) =>
  node.type === 'Identifier' ? node.name : String(node.value);

/** `import a, { b as c } from 'd'` as the statement of a function's body that does the same. */
function importStatement({ specifiers, source }: ImportDeclaration): string {
  const names: string[] = [];
  const parts: string[] = [];
  const targets: string[] = [];
  for (const specifier of specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier') {
      targets.push(specifier.local.name);
      continue;
    }
    const name = specifier.type === 'ImportSpecifier' ? nameOf(specifier.imported) : 'default';
    names.push(name);
    parts.push(`${JSON.stringify(name)}: ${specifier.local.name}`);
  }
  if (parts.length) targets.push(`{${parts.join()}}`);
  const call = `await ${importName}(${JSON.stringify(nameOf(source))}, ${JSON.stringify(names)})`;
  const [first, second] = targets;
  if (!first) return `${call};`;
  return `const ${first} = ${call}${second ? `, ${second} = ${first}` : ''};`;
}

/** Imports come first, wherever they stand, as in a module. */
function importEdits(imports: ImportDeclaration[]): Edit[] {
  if (!imports.length) return [];
  const removed = imports.map((node) => ({ from: startOf(node), to: endOf(node), text: '' }));
  return [insertion(start, imports.map(importStatement).join('')), ...removed];
}

interface Exported {
  edits: Edit[];
  result: string | undefined;
}

function defaultEdits(node: ExportDefaultDeclaration): Exported {
  const { declaration } = node;
  const keyword = { from: startOf(node), to: startOf(declaration) };
  if ('id' in declaration && declaration.id && declaration.type.endsWith('Declaration')) {
    return { edits: [{ ...keyword, text: '' }], result: declaration.id.name };
  }
  // A declaration without a name becomes an expression, which needs an end of its own.
  const edits = [{ ...keyword, text: `const ${defaultName} = ` }];
  if (declaration.type.endsWith('Declaration')) edits.push(insertion(endOf(declaration), ';'));
  return { edits, result: defaultName };
}

/** Other exports are no use to anybody, but code may have them. */
function namedEdits(node: ExportNamedDeclaration): Exported {
  if (node.source) throw errorAt(node, 'a panel cannot export what it does not hold');
  const { declaration } = node;
  const to = declaration ? startOf(declaration) : endOf(node);
  const found = node.specifiers.find(({ exported }) => nameOf(exported) === 'default');
  const result = found && nameOf(found.local);
  return { edits: [{ from: startOf(node), to, text: '' }], result };
}

/** `superClass` as in `class X extends Comet.Panel`. */
function isCometPanel({ superClass }: Class): boolean {
  return (
    superClass?.type === 'MemberExpression' &&
    superClass.object.type === 'Identifier' &&
    superClass.object.name === 'Comet' &&
    superClass.property.type === 'Identifier' &&
    superClass.property.name === 'Panel'
  );
}

/** Whether the default export is such a class. */
function exportsCometPanel(program: Program): boolean {
  return program.body.some(
    (node) =>
      node.type === 'ExportDefaultDeclaration' &&
      'superClass' in node.declaration &&
      isCometPanel(node.declaration),
  );
}

/** Name of the class that Comet would run: the last one at top level that is a panel, or extends one. */
function cometClass(program: Program): string | undefined {
  const panels: string[] = [];
  for (const node of program.body) {
    const declared =
      node.type === 'ClassDeclaration'
        ? [{ id: node.id, init: node as Class }]
        : node.type === 'VariableDeclaration'
          ? node.declarations
          : [];
    for (const { id, init } of declared) {
      if (id.type !== 'Identifier' || !init || !('superClass' in init)) continue;
      const { superClass } = init;
      const ofPanel = superClass?.type === 'Identifier' && panels.includes(superClass.name);
      if (ofPanel || isCometPanel(init)) panels.push(id.name);
    }
  }
  return panels.at(-1);
}

/** Recognises the form of panel code, and makes its imports and exports stand in a function. */
export function layOut(program: Program): Layout {
  const imports: ImportDeclaration[] = [];
  const edits: Edit[] = [];
  let exported: string | undefined;
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') imports.push(node);
    if (node.type === 'ExportAllDeclaration') {
      throw errorAt(node, 'a panel cannot export what it does not hold');
    }
    if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportNamedDeclaration') {
      const found =
        node.type === 'ExportDefaultDeclaration' ? defaultEdits(node) : namedEdits(node);
      edits.push(...found.edits);
      exported = found.result ?? exported;
    }
  }
  const comet = exported === undefined ? cometClass(program) : undefined;
  const isComet = comet !== undefined || exportsCometPanel(program);
  const strict = imports.length || exported !== undefined;
  return {
    form: isComet ? 'comet' : exported !== undefined ? 'module' : 'script',
    imports: imports.map(({ source }) => {
      const { line, column } = startOf(source);
      return { name: nameOf(source), position: { line, column: column + 1 } };
    }),
    edits: [
      ...(strict ? [insertion(start, '"use strict";')] : []),
      ...importEdits(imports),
      ...edits,
    ],
    exports: exported !== undefined,
    result: exported ?? comet,
  };
}

/** `import(…)` anywhere goes to the runtime; what a panel has no use for is refused by name. */
export function importCallEdits(node: Node, topLevel: ReadonlySet<Node>): Edit[] {
  if (node.type === 'ImportExpression') {
    const from = startOf(node as ImportExpression);
    const length = 'import'.length;
    const to = { ...from, offset: from.offset + length, column: from.column + length };
    return [{ from, to, text: importName }];
  }
  if (node.type === 'MetaProperty') {
    const { meta } = node as Node & { meta: Identifier };
    if (meta.name === 'import') throw errorAt(node, 'import.meta means nothing in a panel');
  }
  if (/^(Import|Export)\w*Declaration$/.test(node.type) && !topLevel.has(node)) {
    throw errorAt(node, 'import and export may only appear at the top level');
  }
  return [];
}
