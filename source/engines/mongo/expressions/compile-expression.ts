import {GeneratedCode} from '../generated-code.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {expressionPath, pathText} from '../values/paths.ts';

/** Values of `$$name` at run time. */
export type Variables = Readonly<Record<string, unknown>>;

/** A compiled expression: a function from a document to a value, undefined when it is missing. Some can be written into generated code. */
export type Evaluate = {
	(document: Document, variables: Variables): unknown;
	readonly write?: Write;
};

/** Writes an expression as text of the document `d`, the variables `v` and the constants `k`. */
type Write = (code: GeneratedCode) => string;

/** What is known when an expression is compiled. */
export type CompileScope = {
	/** `$$NOW`. */
	readonly now: Date;
	/** Variables of the command (`let`) with their values. */
	readonly variables: Variables;
	/** Names that `$$name` may use. */
	readonly names: ReadonlySet<string>;
	readonly operators: OperatorTable;
	/** Collects the names of the fields that the expression reads; `ROOT` stands for the whole document. */
	readonly reads?: Set<string>;
};

/** The operators by name, and the names of those that MongoDB has and this engine refuses. */
export type OperatorTable = {
	readonly known: Readonly<Record<string, OperatorCompiler>>;
	readonly unsupported: ReadonlySet<string>;
};

/** An operator's compiler: from its written arguments to its value. */
export type OperatorCompiler = (operand: unknown, scope: CompileScope, name: string) => Evaluate;

/** The text of an expression: its own, or a call of it. */
export function textOf(expression: Evaluate, code: GeneratedCode): string {
	return expression.write?.(code) ?? `${code.constant(expression)}(d,v)`;
}

/** An expression from its text. */
export function fromText(write: Write): Evaluate {
	const code = new GeneratedCode();
	let run: ((document: Document, variables: Variables, constants: readonly unknown[]) => unknown) | undefined;
	const evaluate = (document: Document, variables: Variables) => {
		run ??= code.make<NonNullable<typeof run>>(`(d,v,k)=>${write(code)}`);
		return run(document, variables, code.values);
	};

	return Object.assign(evaluate, {write});
}

/** A scope with further variable names. */
export function withNames(scope: CompileScope, ...names: readonly string[]): CompileScope {
	return {...scope, names: new Set([...scope.names, ...names])};
}

/**
 * Compiles an aggregation expression: field paths, variables, operators, documents, arrays, constants.
 *
 * @throws MongoError 168 for an unknown operator, 17276 for an unknown variable, and what the operators say.
 */
export function compileExpression(expression: unknown, scope: CompileScope): Evaluate {
	if (typeof expression === 'string' && expression.startsWith('$')) {
		return expression.startsWith('$$') ? compileVariable(expression.slice(2), scope) : compilePath(expression.slice(1), scope);
	}

	if (Array.isArray(expression)) {
		const items = expression.map(item => compileExpression(item, scope));
		return (document, variables) => items.map(item => item(document, variables) ?? null);
	}

	if (!isDocument(expression)) {
		return Object.assign(() => expression, {write: (code: GeneratedCode) => code.constant(expression)});
	}

	const keys = Object.keys(expression);
	if (keys[0]?.startsWith('$')) {
		return compileOperator(expression, keys, scope);
	}

	return compileObject(expression, keys, scope);
}

function compilePath(path: string, scope: CompileScope): Evaluate {
	const parts = fieldPath(path);
	scope.reads?.add(parts[0]!);
	return fromText(code => pathText(parts, code));
}

/** The parts of a field path. Refuses what cannot be one: empty parts, parts that begin with a dollar sign. */
export function fieldPath(path: string): readonly string[] {
	const parts = path.split('.');
	uassert(path !== '', 16_872, "'$' by itself is not a valid FieldPath");
	for (const part of parts) {
		uassert(part !== '', path.endsWith('.') ? 40_353 : 15_998, () =>
			path.endsWith('.') ? "FieldPath must not end with a '.'." : 'FieldPath field names may not be empty strings.',
		);
		uassert(!part.startsWith('$'), 16_410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
		uassert(!part.includes('\0'), 16_411, "FieldPath field names may not contain '\\0'.");
		ensureSupported(part !== '__proto__', 'The field name __proto__');
	}

	return parts;
}

function compileVariable(text: string, scope: CompileScope): Evaluate {
	const parts = text.split('.');
	const name = parts[0]!;
	const value = variableValue(name, scope);
	if (parts.length === 1) {
		return value;
	}

	fieldPath(parts.slice(1).join('.'));
	return (document, variables) => expressionPath(value(document, variables), parts, 1);
}

function variableValue(name: string, scope: CompileScope): Evaluate {
	uassert(name !== '', 16_873, 'empty variable names are not allowed');
	if (name === 'ROOT' || name === 'CURRENT') {
		scope.reads?.add('ROOT');
		return document => document;
	}

	if (name === 'NOW' || name === 'REMOVE') {
		return () => (name === 'NOW' ? scope.now : undefined);
	}

	uassert(scope.names.has(name), 17_276, `Use of undefined variable: ${name}`);
	return (_document, variables) => variables[name];
}

function compileOperator(expression: Document, keys: readonly string[], scope: CompileScope): Evaluate {
	const name = keys[0]!;
	uassert(
		keys.length <= 1,
		15_983,
		() => `an expression specification must contain exactly one field, the name of the expression. Found ${keys.length} fields in ${JSON.stringify(keys)}`,
	);
	const compile = Object.hasOwn(scope.operators.known, name) ? scope.operators.known[name] : undefined;
	ensureSupported(compile ?? !scope.operators.unsupported.has(name), name);
	uassert(compile, 'InvalidPipelineOperator', `Unrecognized expression '${name}'`);
	return compile(expression[name], scope, name);
}

function compileObject(expression: Document, keys: readonly string[], scope: CompileScope): Evaluate {
	const fields = keys.map(key => {
		checkName(key);
		return {key, value: compileExpression(expression[key], scope)};
	});
	return (document, variables) => {
		const result: Document = {};
		for (const {key, value} of fields) {
			const computed = value(document, variables);
			if (computed !== undefined) {
				result[key] = computed;
			}
		}

		return result;
	};
}

/** Refuses what cannot be the name of a field. */
export function checkName(name: string): void {
	uassert(name !== '', 15_998, 'FieldPath field names may not be empty strings.');
	uassert(!name.includes('.'), 16_412, `FieldPath field names may not contain '.'. Consider using $getField or $setField.`);
	uassert(!name.startsWith('$'), 16_410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
}
