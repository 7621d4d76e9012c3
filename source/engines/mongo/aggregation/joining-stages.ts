import {namedFields} from '../expressions/arguments.ts';
import {compileExpression, withNames} from '../expressions/compile-expression.ts';
import {checkVariableName} from '../expressions/logic.ts';
import {MongoError, notSupported, uassert} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {isDocument, type Document} from '../values/document.ts';
import {pathLeaves, somePathValue} from '../values/paths.ts';
import {withField} from './reshaping-stages.ts';
import {collecting, mapping, runStage, type PipelineSource, type StageCompiler} from './stage.ts';

/** `$lookup`: by equal fields, by a pipeline with variables, or both. */
export const $lookup: StageCompiler = (operand, source, compile) => {
	const written = namedFields(operand, '$lookup', ['as'], ['from', 'localField', 'foreignField', 'let', 'pipeline']);
	const as = text(written['as'], 'as');
	const pipeline = written['pipeline'];
	const byField = written['localField'] !== undefined || written['foreignField'] !== undefined;
	uassert(byField || pipeline !== undefined, 'FailedToParse', "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
	uassert(!as.startsWith('$'), 16_410, `FieldPath field names may not start with '$'. Consider using $getField or $setField. Found: ${as}`);
	uassert(
		written['from'] !== undefined || (Array.isArray(pipeline) && isDocument(pipeline[0]) && Object.hasOwn(pipeline[0], '$documents')),
		'FailedToParse',
		"must specify 'from' field for a $lookup",
	);
	uassert(written['let'] === undefined || isDocument(written['let']), 'FailedToParse', "$lookup argument 'let' must be an object");
	const foreign = written['from'] === undefined ? [] : source.documentsOf(text(written['from'], 'from'));
	const local = byField ? text(written['localField'], 'localField').split('.') : undefined;
	const candidates = local ? matcherByField(foreign, local, text(written['foreignField'], 'foreignField').split('.')) : () => foreign;
	const bindings = Object.entries(isDocument(written['let']) ? written['let'] : {}).map(([name, value]) => {
		checkVariableName(name);
		return {name, value: compileExpression(value, source.scope)};
	});
	const inner = (values: Document): PipelineSource => ({
		...source,
		inRuns: false,
		scope: {...withNames(source.scope, ...bindings.map(({name}) => name)), variables: {...source.scope.variables, ...values}},
	});
	const stages = pipeline === undefined ? [] : list(pipeline, '$lookup');
	// Compiled once to find mistakes, and to be used for all documents when there are no variables.
	const fixed = compile(stages, inner({}));
	return mapping(source, document => {
		const values = Object.fromEntries(bindings.map(({name, value}) => [name, value(document, source.scope.variables)]));
		const run = bindings.length === 0 ? fixed : compile(stages, inner(values));
		const found = runStage(run, candidates(document));
		for (const _ of found) {
			source.limit.tick();
		}

		return withField(document, as.split('.'), found);
	});
};

/** Foreign documents by the values of their field; a missing or null field joins with null and missing. */
function matcherByField(foreign: readonly Document[], local: readonly string[], foreignPath: readonly string[]): (document: Document) => readonly Document[] {
	const byKey = new Map<string, {readonly document: Document; readonly index: number}[]>();
	for (const [index, document] of foreign.entries()) {
		for (const key of joinKeys(document, foreignPath)) {
			const entries = byKey.get(key) ?? [];
			entries.push({document, index});
			byKey.set(key, entries);
		}
	}

	return document => {
		const keys = localKeys(document, local);
		const entries = [...keys].flatMap(key => byKey.get(key) ?? []);
		return keys.size === 1 ? entries.map(entry => entry.document) : [...new Set(entries.sort((a, b) => a.index - b.index).map(entry => entry.document))];
	};
}

function joinKeys(document: Document, path: readonly string[]): ReadonlySet<string> {
	const keys = new Set<string>();
	somePathValue(document, path, value => {
		keys.add(canonicalKey(value ?? null));
		for (const item of Array.isArray(value) ? (value as unknown[]) : []) {
			keys.add(canonicalKey(item ?? null));
		}

		return false;
	});
	return keys;
}

function localKeys(document: Document, path: readonly string[]): ReadonlySet<string> {
	const leaves = pathLeaves(document, path);
	return new Set(leaves.map(value => canonicalKey(value ?? null)));
}

/** `$unionWith`: the documents of another collection after these. */
export const $unionWith: StageCompiler = (operand, source, compile) => {
	const written: Document = typeof operand === 'string' ? {coll: operand} : namedFields(operand, '$unionWith', [], ['coll', 'pipeline']);
	const stage = compile(written['pipeline'] === undefined ? [] : list(written['pipeline'], '$unionWith'), {...source, inRuns: false});
	const others = written['coll'] === undefined ? [] : source.documentsOf(text(written['coll'], 'coll'));
	return next => ({
		add: next.add,
		end() {
			for (const document of runStage(stage, others)) {
				next.add(document);
			}

			next.end();
		},
	});
};

/** `$facet`: several pipelines over the same documents, each into an array. */
export const $facet: StageCompiler = (operand, source, compile) => {
	uassert(isDocument(operand) && Object.keys(operand).length !== 0, 40_169, 'the $facet specification must be a non-empty object');
	const facets = Object.keys(operand).map(name => {
		const stages = list(operand[name], '$facet');
		for (const stage of stages) {
			const inside = isDocument(stage) ? Object.keys(stage)[0] : undefined;
			uassert(
				!inside || !['$facet', '$out', '$merge', '$geoNear', '$collStats', '$indexStats', '$currentOp', '$documents'].includes(inside),
				40_600,
				`${inside} is not allowed to be used within a $facet stage`,
			);
		}

		return {name, stage: compile(stages, source)};
	});
	return next => {
		const runs = facets.map(({name, stage}) => {
			const {sink, results} = collecting();
			return {name, first: stage(sink), results};
		});
		return {
			add(document) {
				for (const {first} of runs) {
					first.add(document);
				}
			},
			end() {
				for (const {first} of runs) {
					first.end();
				}

				next.add(Object.fromEntries(runs.map(({name, results}) => [name, results])));
				next.end();
			},
		};
	};
};

function text(value: unknown, argument: string): string {
	if (typeof value === 'string' && value !== '') {
		return value;
	}

	throw isDocument(value) ? notSupported(`'${argument}' of another database`) : new MongoError('FailedToParse', `argument '${argument}' must be a string`);
}

function list(value: unknown, stage: string): readonly unknown[] {
	uassert(Array.isArray(value), 'TypeMismatch', `A pipeline in ${stage} must be an array`);
	return value;
}
