import {MongoError, ensureSupported, notSupported} from '../mongo-error.ts';
import {fieldOf, isDocument} from '../values/document.ts';
import {namedFields} from './arguments.ts';
import {compileExpression, type CompileScope, type OperatorCompiler} from './compile-expression.ts';

/** Operators on documents and their fields. */
export const objectOperators: Readonly<Record<string, OperatorCompiler>> = {
	$getField(operand, scope, name) {
		const written = isDocument(operand) && !Object.keys(operand)[0]?.startsWith('$') ? namedFields(operand, name, ['field'], ['input']) : {field: operand};
		const field = fieldName(written['field'], scope, name);
		const input = compileExpression(Object.hasOwn(written, 'input') ? written['input'] : '$$CURRENT', scope);
		return (document, variables) => {
			const value = input(document, variables);
			return isDocument(value) ? fieldOf(value, field) : value === null ? null : undefined;
		};
	},
};

function fieldName(written: unknown, scope: CompileScope, name: string): string {
	const constant = isDocument(written) && (Object.hasOwn(written, '$literal') || Object.hasOwn(written, '$const'));
	const field = constant ? compileExpression(written, scope)({}, scope.variables) : written;
	if (typeof field !== 'string' || (!constant && field.startsWith('$'))) {
		throw typeof field === 'string' || isDocument(field)
			? notSupported(`A computed field name in ${name}`)
			: new MongoError(5_654_602, `${name} requires 'field' to evaluate to type String`);
	}

	ensureSupported(field !== '__proto__', 'The field name __proto__');
	return field;
}
