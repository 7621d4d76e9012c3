import {compileExpression, type CompileScope, type Evaluate, type Variables} from '../expressions/compile-expression.ts';
import {GeneratedCode} from '../generated-code.ts';
import {uassert} from '../mongo-error.ts';
import {documentMaker} from '../values/compact-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {integer, isNumeric} from '../values/numbers.ts';
import {mapKey} from '../values/canonical-key.ts';
import {compileAccumulator, type Accumulator, type AccumulatorField} from './accumulators.ts';
import {RunningSum} from './running-sum.ts';
import type {PipelineSource, Sink, Stage, StageCompiler} from './stage.ts';

type Field = AccumulatorField & {readonly name: string};
/** A sum of small whole numbers is a number. */
type State = number | RunningSum | Accumulator;
type Group = {readonly id: unknown; readonly keys: readonly unknown[]; readonly states: readonly State[]};
/** The values that make a group, and the `_id` that they make. */
type GroupKey = {readonly parts: readonly Evaluate[]; readonly ofRun?: readonly boolean[]; id(values: readonly unknown[]): unknown};
type GroupSource = PipelineSource & Pick<Sink, 'reads'>;
type GroupCode = {
	read(document: Document, variables: Variables, values: unknown[], keys: unknown[], constants: readonly unknown[]): void;
	start(constants: readonly unknown[]): readonly State[];
	accumulate(document: Document, variables: Variables, states: readonly State[], constants: readonly unknown[]): void;
	result(id: unknown, states: readonly State[], constants: readonly unknown[]): Document;
};
type Groups = {
	find(keys: readonly unknown[]): Group | undefined;
	put(group: Group): void;
};

/** `$group`: one document for each value of `_id`, in the order in which the values first came. */
export const $group: StageCompiler = (operand, source) => {
	uassert(isDocument(operand), 15_947, "a group's fields must be specified in an object");
	uassert(Object.hasOwn(operand, '_id'), 15_955, 'a group specification must include an _id');
	const written = operand['_id'];
	const byId = written === '$_id' || (hasNames(written) && Object.values(written).includes('$_id'));
	const reads = new Set(['_id']);
	const reading = {...source, scope: {...source.scope, reads}, inRuns: source.inRuns === true && byId};
	const [key, fields] = [compileKey(written, reading.scope), compileFields(operand, reading)];
	return grouping(key, fields, {...reading, reads: reads.has('ROOT') ? undefined : reads});
};

/** The accumulator fields of a specification; `_id` is the group's own. */
function compileFields(specification: Document, {scope}: PipelineSource): readonly Field[] {
	return Object.keys(specification)
		.filter(name => name !== '_id')
		.map(name => {
			const why = () => `The field name '${name}' cannot ${name.startsWith('$') ? 'be an operator name' : "contain '.'"}`;
			uassert(!name.includes('.') && !name.startsWith('$'), name.startsWith('$') ? 40_236 : 40_235, why);
			return {name, ...compileAccumulator(name, specification[name], scope)};
		});
}

/** A key of one value. */
function keyOf(value: Evaluate): GroupKey {
	return {parts: [value], id: ([only]) => only ?? null};
}

/** The fields of a document are keys each for itself, so that it is made once for a group and not for each document. */
function compileKey(written: unknown, scope: CompileScope): GroupKey {
	const value = compileExpression(written, scope);
	if (!hasNames(written)) {
		return keyOf(value);
	}

	const names = Object.keys(written);
	// A value that is missing is no field of the `_id`.
	const some = (values: readonly unknown[]) => Object.fromEntries(names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]]])));
	const make = documentMaker(names);
	return {
		parts: names.map(name => compileExpression(written[name], scope)),
		ofRun: names.map(name => written[name] === '$_id'),
		id: values => (values.includes(undefined) ? some(values) : make(values)),
	};
}

/** Whether an expression is a document of named ones. */
function hasNames(written: unknown): written is Document {
	return isDocument(written) && Object.keys(written)[0]?.startsWith('$') === false;
}

/** Groups documents by a key. With `inRuns` a group is done as soon as the next `_id` comes, and nothing is kept. */
function grouping({parts, ofRun = [], id}: GroupKey, fields: readonly Field[], {scope: {variables}, limit, inRuns = false, reads}: GroupSource): Stage {
	const code = new GeneratedCode();
	// What all documents of a run share tells no groups apart.
	const readKeys = parts.map(
		(part, i) =>
			`a[${i}]=${code.constant(part)}(d,v);m[${i}]=${inRuns && ofRun[i] ? '0' : `${code.constant(mapKey)}(a[${i}]${parts.length === 1 ? '??null' : ''})`};`,
	);
	// Most sums are of small whole numbers, for which a number will do.
	const addTo = fields.map(({value, isSum}, i) =>
		isSum
			? `{const x=${code.constant(value)}(d,v),t=s[${i}];if(typeof t==='number'&&(x|0)===x&&(x!==0||Object.is(x,0))&&t<9e15&&t>-9e15)s[${i}]=t+x;else s[${i}]=${code.constant(addToSum)}(t,x)}`
			: `s[${i}].add(${code.constant(value)}(d,v));`,
	);
	const results = fields.map(({name, isSum}, i) => `${JSON.stringify(name)}:${isSum ? `${code.constant(totalOf)}(s[${i}])` : `s[${i}].result()`}`);
	const {read, start, accumulate, result} = code.make<GroupCode>(`{
		read(d,v,a,m,k){${readKeys.join('')}},
		start:k=>[${fields.map(field => (field.isSum ? '0' : `${code.constant(field.start)}()`)).join(',')}],
		accumulate(d,v,s,k){${addTo.join('')}},
		result:(id,s,k)=>({_id:id,${results.join(',')}}),
	}`);
	return next => {
		const groups: Group[] = [];
		const index = inRuns ? listed(groups) : mapped(parts.length);
		let run: unknown;
		// Filled anew for each document, and copied for a new group.
		const values: unknown[] = [];
		const keys: unknown[] = [];
		const give = () => {
			for (const group of groups) {
				next.add(result(group.id, group.states, code.values));
			}
		};

		return {
			reads,
			add(document) {
				limit.tick();
				if (inRuns && !Object.is(document['_id'], run)) {
					give();
					groups.length = 0;
					run = document['_id'];
				}

				read(document, variables, values, keys, code.values);
				let group = index.find(keys);
				if (!group) {
					group = {id: id(values), keys: keys.slice(), states: start(code.values)};
					groups.push(group);
					index.put(group);
				}

				accumulate(document, variables, group.states, code.values);
			},
			end() {
				give();
				next.end();
			},
		};
	};
}

function addToSum(sum: number | RunningSum, value: unknown): number | RunningSum {
	if (!isNumeric(value)) {
		return sum;
	}

	const running = typeof sum === 'number' ? new RunningSum(sum) : sum;
	running.add(value);
	return running;
}

function totalOf(sum: number | RunningSum): unknown {
	return typeof sum === 'number' ? integer(sum) : sum.total();
}

/** The few groups of one run. */
function listed(groups: readonly Group[]): Groups {
	return {
		find(keys) {
			for (const group of groups) {
				let same = 0;
				while (same < keys.length && Object.is(keys[same], group.keys[same])) {
					same++;
				}

				if (same === keys.length) {
					return group;
				}
			}

			return undefined;
		},
		put() {},
	};
}

/** A map for each key, the last of which holds the groups. */
function mapped(depth: number): Groups {
	const root = new Map<unknown, unknown>();
	return {
		find(keys) {
			let found: unknown = root;
			for (let i = 0; i < depth && found; i++) {
				found = (found as Map<unknown, unknown>).get(keys[i]);
			}

			return found as Group | undefined;
		},
		put(group) {
			let map = root;
			for (const key of group.keys.slice(0, -1)) {
				const inner = (map.get(key) as Map<unknown, unknown> | undefined) ?? new Map<unknown, unknown>();
				map.set(key, inner);
				map = inner;
			}

			map.set(group.keys.at(-1), group);
		},
	};
}
