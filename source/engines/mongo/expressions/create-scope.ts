import {uassert} from '../mongo-error.ts';
import {isDocument} from '../values/document.ts';
import {compileExpression, type CompileScope} from './compile-expression.ts';
import {checkVariableName} from './logic.ts';
import {operators} from './operators.ts';

/** The scope of a command: its time, and the variables of its `let`. @param nowMs `$$NOW` in epoch milliseconds. */
export function createScope(nowMs: number, variables?: unknown): CompileScope {
	const scope: CompileScope = {now: new Date(nowMs), variables: {}, names: new Set(), operators};
	if (variables === undefined) {
		return scope;
	}

	uassert(isDocument(variables), 'TypeMismatch', "BSON field 'let' is the wrong type, expected type 'object'");
	const values = Object.entries(variables).map(([name, value]) => {
		checkVariableName(name);
		return [name, compileExpression(value, scope)({}, {})] as const;
	});
	return {...scope, variables: Object.fromEntries(values), names: new Set(Object.keys(variables))};
}
