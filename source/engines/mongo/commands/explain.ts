import {each, type Sink} from '../aggregation/stage.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import type {Range} from '../state/index-range.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {double, truthy} from '../values/numbers.ts';
import {checkFields, checkGenericFields, type Command, type Request, type ServerState} from './command.ts';
import type {IndexScan} from './plan-query.ts';
import {aggregate, aggregation, selectionOf} from './read-commands.ts';
import type {Selected, Selection} from './select-documents.ts';
import {version} from './server-commands.ts';

const verbosities = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** `explain`: how a command reads its documents, and with `executionStats` what it read. Nothing is changed. */
export const explain: Command = (request, server) => {
	checkFields(request, 'verbosity');
	const command = request.body['explain'];
	const verbosity = request.body['verbosity'] ?? 'allPlansExecution';
	uassert(isDocument(command), 'TypeMismatch', "BSON field 'explain.explain' is the wrong type, expected type 'object'");
	const why = () => `Enumeration value '${displayValue(verbosity)}' for field 'explain.verbosity' is not a valid value.`;
	uassert(typeof verbosity === 'string' && verbosities.includes(verbosity), 'BadValue', why);
	const [name = ''] = Object.keys(command);
	const explained = {...request, name, body: {maxTimeMS: request.body['maxTimeMS'], ...command}};
	checkGenericFields(explained);
	return explainCommand(explained, server, verbosity);
};

/** `aggregate`, with MongoDB's older way to ask for an explanation. */
export const aggregateOrExplain: Command = (request, server) =>
	truthy(request.body['explain']) ? explainCommand(request, server, 'queryPlanner') : aggregate(request, server);

/** Explains one command. */
function explainCommand(request: Request, server: ServerState, verbosity: string): Document {
	const startMs = performance.now();
	const {selection, selected, stages, counts, form} = run(request, server);
	const plan = {
		queryPlanner: {
			namespace: `${request.database}.${String(request.body[request.name])}`,
			parsedQuery: selection.filter,
			indexFilterSet: false,
			winningPlan: planOf(selection, selected, form, false),
			rejectedPlans: [],
		},
		...(verbosity !== 'queryPlanner' && {
			executionStats: {
				executionSuccess: true,
				nReturned: form === 'count' ? 0 : selected.returnedCount,
				executionTimeMillis: Math.round(performance.now() - startMs),
				totalKeysExamined: selected.keysExamined,
				totalDocsExamined: selected.docsExamined,
				executionStages: planOf(selection, selected, form, true),
				...(verbosity === 'allPlansExecution' && {allPlansExecution: []}),
			},
		}),
	};
	const about = {
		command: request.body,
		serverInfo: {host: '127.0.0.1', port: server.port(), version, gitVersion: 'none'},
		serverParameters: {},
	};
	if (stages.length === 0 && !selection.geoNear) {
		return {explainVersion: '1', ...plan, ...about};
	}

	const rest = stages.map((stage, i): Document => (verbosity === 'queryPlanner' ? stage : {...stage, nReturned: counts[i], executionTimeMillisEstimate: 0}));
	return {explainVersion: '1', stages: [{[selection.geoNear ? '$geoNearCursor' : '$cursor']: plan}, ...rest], ...about};
}

/** What becomes of the documents that were chosen. */
type Form = 'find' | 'count' | 'distinct' | 'aggregate';

const refused = new Set(['update', 'delete', 'findAndModify', 'findandmodify', 'mapReduce']);

function run(request: Request, server: ServerState) {
	const {name} = request;
	if (name === 'aggregate') {
		const counts: number[] = [];
		const {selection, selected, written} = aggregation(request, server, (i, next) => counting(counts, i, next));
		return {selection, selected, stages: written, counts, form: 'aggregate' as const};
	}

	ensureSupported(!refused.has(name), `explain of ${name}`);
	uassert(name === 'find' || name === 'count' || name === 'distinct', 'CommandNotFound', `Explain failed due to unknown command: ${name}`);
	return {...selectionOf(request, server), stages: [], counts: [], form: name as Form};
}

function counting(counts: number[], i: number, next: Sink): Sink {
	counts[i] = 0;
	return each((document, to) => {
		counts[i]!++;
		to.add(document);
	})(next);
}

/** The stages of a plan, the last first; with what each read when `isDone`. */
function planOf({filter, sort = {}, skip = 0, limit = 0}: Selection, selected: Selected, form: Form, isDone: boolean): Document {
	const {access, rings, returnedCount, matchCount, docsExamined, keysExamined, isSortedAfter, isBackward} = selected;
	const stage = (name: string, nReturned: number, more: Document, counts: Document, inputStage?: Document): Document => ({
		stage: name,
		...(isDone && {nReturned, executionTimeMillisEstimate: 0}),
		...more,
		...(isDone && counts),
		...(inputStage && {inputStage}),
	});
	const residual = Object.keys(filter).length > 0 ? {filter} : {};
	const fetched = (scan: IndexScan, count: number, docs: number, keys: number) =>
		stage('FETCH', count, residual, {docsExamined: docs}, stage('IXSCAN', keys, indexOf(scan), {keysExamined: keys, seeks: scan.stretches.length}));
	let plan: Document;
	if (access === 'none') {
		plan = stage('EOF', 0, {}, {});
	} else if (access === 'all') {
		plan = stage('COLLSCAN', matchCount, {...residual, direction: isBackward ? 'backward' : 'forward'}, {docsExamined});
	} else if (rings && typeof access === 'object') {
		const {keyPattern, indexName, indexVersion} = indexOf(access);
		const searchIntervals = rings.map(({radians, docsExamined: nBuffered, foundCount}, i) => ({
			minDistance: double(i === 0 ? 0 : rings[i - 1]!.radians),
			maxDistance: double(radians),
			nBuffered,
			nReturned: foundCount,
		}));
		plan = {
			...stage('GEO_NEAR_2DSPHERE', matchCount, {keyPattern, indexName, indexVersion}, {searchIntervals}),
			inputStages: rings.map(ring => fetched(ring.scan, ring.foundCount, ring.docsExamined, ring.keysExamined)),
		};
	} else if (access === 'id') {
		plan = stage('IDHACK', matchCount, {keyPattern: {_id: 1}, indexName: '_id_'}, {keysExamined, docsExamined});
	} else {
		plan = fetched(access, matchCount, docsExamined, keysExamined);
	}

	if (isSortedAfter) {
		plan = stage('SORT', returnedCount, {sortPattern: sort, type: 'simple', ...(limit > 0 && {limitAmount: skip + limit})}, {}, plan);
	}

	if (skip > 0) {
		plan = stage('SKIP', returnedCount, {skipAmount: skip}, {}, plan);
	}

	if (limit > 0 && !isSortedAfter) {
		plan = stage('LIMIT', returnedCount, {limitAmount: limit}, {}, plan);
	}

	return form === 'count' ? stage('COUNT', 0, {}, {nCounted: returnedCount, nSkipped: skip}, plan) : plan;
}

function indexOf({index, isMultikey, ranges, direction}: IndexScan): Document {
	const paths = Object.keys(index.key);
	return {
		keyPattern: index.key,
		indexName: index.name,
		isMultiKey: isMultikey,
		isUnique: index.unique || index.name === '_id_',
		isSparse: index.sparse,
		isPartial: index.partialFilterExpression !== undefined,
		indexVersion: 2,
		direction: direction === 1 ? 'forward' : 'backward',
		indexBounds: Object.fromEntries(paths.map((path, i) => [path, ranges[i]?.map(range => boundsText(range)) ?? ['[MinKey, MaxKey]']])),
	};
}

const ends = new Map([
	[10, ['-inf.0', 'inf.0']],
	[15, ['""', '{}']],
	[35, ["ObjectId('000000000000000000000000')", "ObjectId('ffffffffffffffffffffffff')"]],
	[40, ['false', 'true']],
	[45, ['new Date(-9223372036854775808)', 'new Date(9223372036854775807)']],
]);

function boundsText({rank, low, high}: Range): string {
	const [least, greatest] = ends.get(rank)!;
	return `${low?.isOpen ? '(' : '['}${low ? displayValue(low.value) : least}, ${high ? displayValue(high.value) : greatest}${high?.isOpen || (!high && rank === 15) ? ')' : ']'}`;
}
