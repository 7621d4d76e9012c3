import {readFigures, valuedReads} from '../../lab/read-counts.ts';
import {layers as allLayers} from '../../layers/layers.ts';
import {capital} from '../../words/capital.ts';
import {formatCount, formatTimes} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {shareText} from '../../words/share.ts';
import {wrapWords} from '../../words/wrapping.ts';
import {clockTime} from './clock-time.ts';
import {fewestReads, type State} from '../state/state.ts';
import {backendName} from './shown-layers.ts';

const mostColumns = 80;

/** Room for "Benchmarks" and a gap. */
const nameColumns = 13;

/**
 * What stays in the terminal once the dashboard is gone: the session's figures in plain lines. Empty if nothing was ever read.
 * @param isKept whether the embedded engines' data is kept in a folder
 * @param terminalColumns how wide the terminal is that it is printed in
 */
export function sessionSummary(state: State, endMs: number, isKept: boolean, terminalColumns: number): string {
	const {
		scenario: {
			facts: {many},
		},
		session,
		timeZone,
		runs,
		held: {mongo: factsHeld},
		layers,
	} = state;
	if (session.reads === 0) {
		return '';
	}

	const at = (instantMs: number) => `at ${clockTime(instantMs, timeZone)}`;
	const rows: Array<readonly [string, string]> = [
		['Reads', readsText(state)],
		...runs
			.toReversed()
			.map(
				({speedup: {ratio, low, high}, measurement: {mode, addedFillMs}, atMs, remarks}, i) =>
					[
						i === 0 ? 'Benchmarks' : '',
						`a hit was ${formatTimes(ratio)} × faster, 95 % interval of that run ${formatTimes(low)} to ${formatTimes(high)} (${mode}${addedFillMs > 0 ? `, origin slowed by ${formatDuration(addedFillMs / 1000)}` : ''}, ${at(atMs)})${remarks.length > 0 ? `; hard to compare: ${remarks.join(', ')}` : ''}`,
					] as const,
			),
		...session.stampedes
			.toReversed()
			.map(
				({originQueries, predicted, atMs}, i) =>
					[
						i === 0 ? 'Stampedes' : '',
						`${formatCount(originQueries)} origin ${originQueries === 1 ? 'query' : 'queries'}, ${predicted === undefined ? 'no formula known' : `predicted ${Number(predicted.toFixed(1))}`} (${at(atMs)})`,
					] as const,
			),
		[
			capital(many),
			`${formatCount(session.seeded)} seeded, ${formatCount(session.streamed)} arrived by the stream${factsHeld === undefined ? '' : `; MongoDB held ${formatCount(factsHeld)}`}`,
		],
		[
			'Archive',
			session.archived
				? `${formatCount(session.archived.rows)} ${many} in ${formatCount(session.archived.objects)} objects (${at(session.archived.atMs)})`
				: 'nothing was archived',
		],
		...(!isKept && allLayers.some(({name, store}) => store !== 'cache' && layers[name].backend?.kind === 'embedded')
			? [['Data', 'of the embedded engines is gone now: --data DIR keeps it'] as const]
			: []),
	];
	const columns = Math.max(2 * nameColumns, Math.min(mostColumns, terminalColumns));
	const head = wrapWords(
		`shopstream-tui ran for ${formatDuration(Math.round((endMs - session.beganMs) / 1000))}, until ${clockTime(endMs, timeZone)}; ${backendsText(layers)}.`,
		columns,
	);
	const body = rows.flatMap(([name, text]) => wrapWords(text, columns - nameColumns).map((line, i) => `${(i === 0 ? name : '').padEnd(nameColumns)}${line}`));
	return [...head, ...body].map(line => `${line}\n`).join('');
}

/** What stood behind the layers: "embedded engines 0.1.0", or each by its name. */
function backendsText(layers: State['layers']): string {
	const open = allLayers.filter(({name}) => layers[name].backend);
	const [first] = open;
	return open.every(({name}) => layers[name].backend?.kind === 'embedded')
		? `embedded engines ${(first && layers[first.name].backend?.version) ?? ''}`.trimEnd()
		: `before ${open.map(layer => `${layer.title} ${backendName({...layer, ...layers[layer.name]})}`).join(', ')}`;
}

function readsText({session}: State): string {
	const {reads, outcomes, originQueries} = session;
	const {hitRate = 0, meanAgeSeconds = 0} = readFigures(session);
	const {hit} = outcomes;
	const hits =
		valuedReads(session) < fewestReads
			? `${formatCount(hit)} of them ${hit === 1 ? 'a hit' : 'hits'}: too few for a share`
			: `${shareText(hitRate)} of them hits, answers ${formatDuration(Math.round(meanAgeSeconds * 10) / 10)} old on average`;
	return `${formatCount(reads)}, ${hits}; they asked MongoDB ${originQueries === 1 ? 'once' : `${formatCount(originQueries)} times`}`;
}
