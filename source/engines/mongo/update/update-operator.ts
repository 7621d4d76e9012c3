import type {CompileScope} from '../expressions/compile-expression.ts';
import type {Document} from '../values/document.ts';
import type {Target} from './update-path.ts';

/** What update operators are compiled with. */
type UpdateContext = {
	readonly scope: CompileScope;
};

/** Writes one place of a document. */
export type Mutation = (target: Target, path: readonly string[], document: Document) => void;

/** Compiles the operand that an operator was given for one path. */
export type UpdateOperator = (operand: unknown, context: UpdateContext) => Mutation;
