import {compileExpression, textOf, type CompileScope, type Evaluate, type Variables} from '../expressions/compile-expression.ts';
import {GeneratedCode} from '../generated-code.ts';
import {uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {integer, isNumeric} from '../values/numbers.ts';
import {checkPlace} from '../values/paths.ts';
import {mapKey} from '../values/canonical-key.ts';
import {compileAccumulator, type AccumulatorField} from './accumulators.ts';
import {RunningSum} from './running-sum.ts';
import type {PipelineSource, Sink, Stage, StageCompiler} from './stage.ts';

type Field = AccumulatorField & {readonly name: string};
/** The expressions whose values identify a group. They have names where the group's `_id` is a document. */
type GroupKey = {readonly parts: readonly Evaluate[]; readonly names?: readonly string[]; readonly ofRun?: readonly boolean[]};
type GroupSource = PipelineSource & Pick<Sink, 'reads'>;
type Grouping = (next: Sink, tick: () => void, variables: Variables, constants: readonly unknown[]) => Sink;

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
			checkPlace({_id: null}, name);
			return {name, ...compileAccumulator(name, specification[name], scope)};
		});
}

/** Reads the `_id` of `$group`. Each field of a document is a key of its own: the document is made once for a group, not for each document read. */
function compileKey(written: unknown, scope: CompileScope): GroupKey {
	const value = compileExpression(written, scope);
	if (!hasNames(written)) {
		return {parts: [value]};
	}

	const names = Object.keys(written);
	return {names, parts: names.map(name => compileExpression(written[name], scope)), ofRun: names.map(name => written[name] === '$_id')};
}

/** Whether an expression is a document of named ones. */
function hasNames(written: unknown): written is Document {
	return isDocument(written) && Object.keys(written)[0]?.startsWith('$') === false;
}

/**
 * Groups documents by a key. A group is kept as its result document, whose fields hold the accumulators' states until the end. With `inRuns`
 * all documents of one `_id` follow each other: a group is passed on as soon as the next `_id` comes.
 */
function grouping({parts, names, ofRun = []}: GroupKey, fields: readonly Field[], {scope: {variables}, limit, inRuns = false, reads}: GroupSource): Stage {
	const code = new GeneratedCode();
	const values = parts.map((part, i) => `const a${i}=${textOf(part, code)}${parts.length > 1 ? '' : '??null'};`);
	// All documents of a run have the same `_id`, so it need not be compared.
	const told = [...parts.keys()].filter(i => !(inRuns && ofRun[i]));
	const keys = told.map(i => `const m${i}=typeof a${i}==='string'&&a${i}.charCodeAt(0)!==0?a${i}:${code.constant(mapKey)}(a${i});`);
	// Of several values one that is missing is no field of the `_id`; a single one is null (SERVER-21992).
	const made = names && `{${names.map((name, i) => `${JSON.stringify(name)}:a${i}`).join(',')}}`;
	const all = `[${parts.map((_, i) => `a${i}`).join(',')}]`;
	const id = made ? `${parts.map((_, i) => `a${i}===undefined`).join('||')}?${code.constant(someFields)}(${code.constant(names)},${all}):${made}` : 'a0';
	const same = told.map((i, at) => `(o[${at}]===m${i}||o[${at}]!==o[${at}]&&m${i}!==m${i})`).join('&&');
	const find = inRuns ? `for(let i=0;i<n;i++){const o=keys[i];if(${same || 'true'}){g=groups[i];break}}` : `g=map${told.map(i => `.get(m${i})`).join('?')};`;
	const keep = inRuns ? `keys[n]=[${told.map(i => `m${i}`).join(',')}]` : `${code.constant(putGroup)}(map,[${told.map(i => `m${i}`).join(',')}],g)`;
	const starts = fields.map(({name, isSum, start}) => `,${JSON.stringify(name)}:${isSum ? '0' : `${code.constant(start)}()`}`);
	const adds = fields.map(({name, value, isSum}) => addText(`g[${JSON.stringify(name)}]`, textOf(value, code), isSum === true, code));
	const results = fields.map(({name, isSum}) => {
		const state = `g[${JSON.stringify(name)}]`;
		return isSum ? `if((${state}|0)!==${state})${state}=${code.constant(totalOf)}(${state});` : `${state}=${state}.result();`;
	});
	const run = code.make<Grouping>(`(next,tick,v,k)=>{
		const groups=[],keys=[],map=new Map();
		let n=0,run;
		const give=()=>{for(let i=0;i<n;i++){const g=groups[i];${results.join('')}next.add(g)}};
		return{
			add(d){
				tick();
				${inRuns ? `if(d._id!==run&&!Object.is(d._id,run)){give();n=0;run=d._id}` : ''}
				${[...values, ...keys].join('')}
				let g;
				${find}
				if(!g){g={"_id":${id}${starts.join('')}};${keep};groups[n++]=g}
				${adds.join('')}
			},
			end(){give();next.end()},
		}
	}`);
	return next => ({...run(next, limit.tick, variables, code.values), reads});
}

/** The text that adds a value to a state. Most sums are of int32 values, for which a plain number will do. */
function addText(state: string, value: string, isSum: boolean, code: GeneratedCode): string {
	const isSmall = `typeof x==='number'&&(x|0)===x&&(x!==0||Object.is(x,0))&&typeof t==='number'&&t<9e15&&t>-9e15`;
	return isSum ? `{const x=${value},t=${state};${state}=${isSmall}?t+x:${code.constant(addToSum)}(t,x)}` : `${state}.add(${value});`;
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

/** A document of those values that are not missing. */
function someFields(names: readonly string[], values: readonly unknown[]): Document {
	return Object.fromEntries(names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]]])));
}

/** Stores a group in nested maps, one level for each part of its key. */
function putGroup(root: Map<unknown, unknown>, keys: readonly unknown[], group: Document): void {
	let map = root;
	for (const key of keys.slice(0, -1)) {
		const inner = (map.get(key) as Map<unknown, unknown> | undefined) ?? new Map<unknown, unknown>();
		map.set(key, inner);
		map = inner;
	}

	map.set(keys.at(-1), group);
}
