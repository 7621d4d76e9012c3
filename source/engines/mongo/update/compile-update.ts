import {ensureSupported, MongoError, uassert} from '../mongo-error.ts';
import {displayValue} from '../values/display-value.ts';
import {equalValues} from '../values/compare-values.ts';
import {cloneValue, isDocument, type Document} from '../values/document.ts';
import {withIdFirst} from '../values/paths.ts';
import {compilePipeline} from '../aggregation/compile-pipeline.ts';
import {runStage, type PipelineSource} from '../aggregation/stage.ts';
import {arrayOperators} from './array-operators.ts';
import {checkUpdatePaths, comparePaths} from './check-paths.ts';
import {fieldOperators, type Mutation, type UpdateOperator} from './field-operators.ts';
import {targetAt} from './update-path.ts';

/** A compiled update: makes the new document and leaves the old one untouched. */
export type Update = (document: Document, isInsert: boolean) => Document;

type Step = {readonly path: readonly string[]; readonly operator: string; readonly action: Mutation};

/** Update operators. */
export const updateOperators: Readonly<Record<string, UpdateOperator>> = {...fieldOperators, ...arrayOperators};
/** Those that MongoDB has and this engine refuses. */
const refused = new Set(['$bit', '$currentDate', '$mul', '$pop', '$pullAll', '$rename']);
const pipelineStages = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** Whether an update is a whole document that replaces the old one. */
export function isReplacement(update: unknown): update is Document {
	return isDocument(update) && !Object.keys(update)[0]?.startsWith('$');
}

/** Compiles a replacement, update operators, or a pipeline of `$set`, `$unset`, `$project`, `$replaceWith`. */
export function compileUpdate(update: unknown, source: PipelineSource): Update {
	if (Array.isArray(update)) {
		return compilePipelineUpdate(update, source);
	}

	uassert(isDocument(update), 'FailedToParse', 'Update argument must be either an object or an array');
	return isReplacement(update) ? compileReplacement(update) : compileOperators(update);
}

function compileReplacement(update: Document): Update {
	for (const key of Object.keys(update)) {
		uassert(
			!key.startsWith('$'),
			'DollarPrefixedFieldName',
			`The dollar ($) prefixed field '${key}' in '${key}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
		);
	}

	return document => withSameId(document, cloneValue(update));
}

/** The new document under the old id, which stands first; another id is an error. */
function withSameId(old: Document, next: Document): Document {
	const {_id: id, ...rest} = next;
	if (old['_id'] !== undefined && id !== undefined && !equalValues(old['_id'], id)) {
		throw immutableId();
	}

	const kept = old['_id'] ?? id;
	return kept === undefined ? rest : withIdFirst(kept, rest);
}

function immutableId(): MongoError {
	return new MongoError('ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'");
}

function compilePipelineUpdate(update: readonly unknown[], source: PipelineSource): Update {
	for (const stage of update) {
		const name = isDocument(stage) ? Object.keys(stage)[0] : undefined;
		uassert(name === undefined || pipelineStages.has(name), 'InvalidOptions', `${name} is not allowed to be used within an update`);
	}

	const stage = compilePipeline(update, source);
	return document => withSameId(document, runStage(stage, [document])[0] ?? {});
}

function compileOperators(update: Document): Update {
	const steps = Object.keys(update).flatMap(name => stepsOf(name, update[name]));
	checkUpdatePaths(steps.map(({path}) => path));
	// MongoDB makes new fields in the order of their names.
	steps.sort((a, b) => comparePaths(a.path, b.path));
	return (document, isInsert) => {
		const next = cloneValue(document);
		for (const {path, operator, action} of steps) {
			if (isInsert || operator !== '$setOnInsert') {
				const isTaking = operator === '$unset' || operator === '$pull';
				const target = targetAt(next, path, !isTaking);
				if (target && (target.exists || !isTaking)) {
					action(target, path, next);
				}
			}
		}

		return checkId(document, next, isInsert);
	};
}

function checkId(old: Document, next: Document, isInsert: boolean): Document {
	const changed = old['_id'] !== undefined && (next['_id'] === undefined || !equalValues(old['_id'], next['_id']));
	if (changed || (!isInsert && old['_id'] === undefined && next['_id'] !== undefined)) {
		throw immutableId();
	}

	return next;
}

function stepsOf(name: string, operand: unknown): Step[] {
	const compile = Object.hasOwn(updateOperators, name) ? updateOperators[name] : undefined;
	ensureSupported(!refused.has(name), name);
	const why = `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`;
	uassert(compile, 'FailedToParse', why);
	uassert(
		isDocument(operand),
		'FailedToParse',
		() =>
			`Modifiers operate on fields but we found type ${Array.isArray(operand) ? 'array' : typeof operand} instead. For example: {$mod: {<field>: ...}} not {${name}: ${displayValue(operand)}}`,
	);
	return Object.keys(operand).map(path => ({path: path.split('.'), operator: name, action: compile(operand[path])}));
}
