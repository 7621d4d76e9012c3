import {namedFields} from '../expressions/arguments.ts';
import {checkName, fieldPath} from '../expressions/compile-expression.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {isDocument, type Document} from '../values/document.ts';
import {pathLeaves, somePathValue} from '../values/paths.ts';
import {withField} from './reshaping-stages.ts';
import {collecting, mapping, type StageCompiler} from './stage.ts';

/** `$lookup` by equal fields. The one with a pipeline is refused. */
export const $lookup: StageCompiler = (operand, source) => {
	const written = namedFields(operand, '$lookup', ['as'], ['from', 'localField', 'foreignField', 'let', 'pipeline']);
	uassert(written['let'] === undefined || isDocument(written['let']), 'FailedToParse', "$lookup argument 'let' must be an object");
	const why = "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified";
	uassert(written['pipeline'] !== undefined || (written['localField'] !== undefined && written['foreignField'] !== undefined), 'FailedToParse', why);
	const as = fieldPath(text(written['as'], 'as'));
	uassert(written['from'] !== undefined, 'FailedToParse', "must specify 'from' field for a $lookup");
	ensureSupported(written['pipeline'] === undefined && written['let'] === undefined, '$lookup with a pipeline');
	const [from, local, foreign] = ['from', 'localField', 'foreignField'].map(name => text(written[name], name)) as [string, string, string];
	const [localPath, foreignPath] = [fieldPath(local), fieldPath(foreign)];
	const byKey = byField(source.documentsOf(from), foreignPath);
	return mapping(source, document => {
		const values = pathLeaves(document, localPath).filter(value => value !== undefined);
		const keys = new Set((values.length === 0 ? [null] : values).map(value => canonicalKey(value)));
		const places = new Map([...keys].flatMap(key => byKey.get(key) ?? []));
		const found = [...places].sort(([a], [b]) => a - b).map(([, joined]) => joined);
		for (const _ of found) {
			source.limit.tick();
		}

		return withField(document, as, found);
	});
};

/** Documents with their places, by the values of a field and by the items of arrays in it; a missing one is null. */
function byField(documents: readonly Document[], path: readonly string[]): ReadonlyMap<string, ReadonlyArray<readonly [number, Document]>> {
	const byKey = new Map<string, (readonly [number, Document])[]>();
	for (const [place, document] of documents.entries()) {
		somePathValue(document, path, value => {
			for (const item of [value, ...(Array.isArray(value) ? (value as unknown[]) : [])]) {
				const key = canonicalKey(item ?? null);
				byKey.set(key, byKey.get(key) ?? []);
				byKey.get(key)!.push([place, document]);
			}

			return false;
		});
	}

	return byKey;
}

/** `$facet`: several pipelines over the same documents, each into an array. */
export const $facet: StageCompiler = (operand, source, compile) => {
	uassert(isDocument(operand) && Object.keys(operand).length > 0, 40_169, 'the $facet specification must be a non-empty object');
	const notInside = ['$facet', '$out', '$merge', '$geoNear', '$collStats', '$indexStats', '$currentOp', '$documents'];
	const facets = Object.entries(operand).map(([name, stages]) => {
		checkName(name);
		uassert(Array.isArray(stages), 'TypeMismatch', 'A pipeline in $facet must be an array');
		for (const stage of stages as unknown[]) {
			const inside = isDocument(stage) ? (Object.keys(stage)[0] ?? '') : '';
			uassert(!notInside.includes(inside), 40_600, `${inside} is not allowed to be used within a $facet stage`);
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
	ensureSupported(!isDocument(value), `'${argument}' of another database`);
	uassert(typeof value === 'string' && value !== '', 'FailedToParse', `argument '${argument}' must be a string`);
	return value;
}
