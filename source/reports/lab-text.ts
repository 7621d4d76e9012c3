import type {RedisMemory} from '../flows/redis-memory.ts';
import {streamed} from '../scenarios/streamed.ts';
import {readsPerSecond} from '../lab/arrivals-choice.ts';
import {characteristicSeconds} from '../lab/bounded-reads.ts';
import {keyGroups} from '../lab/key-groups.ts';
import {protectionPhrase} from '../lab/protections.ts';
import {rareKeys} from '../lab/rare-keys.ts';
import {rareSentence} from '../lab/rare-sentence.ts';
import {outcomes as outcomeNames} from '../lab/read-through.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import {lesson} from '../command-line/lesson.ts';
import {formatAmount, type Unit} from '../words/amount.ts';
import {countedText, formatCount, formatFigure} from '../words/count.ts';
import {formatBytes} from '../words/bytes.ts';
import {formatDuration} from '../words/duration.ts';
import {errorText, shareText} from '../words/share.ts';
import {readersText, whySentences} from './load-text.ts';
import type {LabResult} from './run-lab.ts';
import {backendLines} from './backend-lines.ts';
import {sheetText, textTable} from './text-table.ts';
import {type Sheet, sheetOf} from '../tables/sheet.ts';

/** `lab` as text: what was seen beside what theory says, whether the two agree, and how far off what was read was. */
export function labText(result: LabResult): string {
	const {load, protection, measured, predicted, why, backends} = result;
	const {reads, outcomes, shed, hitRate, seconds, reasons} = measured;
	return [
		`Live: TTL ${formatDuration(load.policy.ttlSeconds)}, ${readersText(load)}, ${protectionPhrase(protection)}; ${formatDuration(seconds)} from an empty cache.`,
		...whySentences(load, why),
		'',
		...sheetText(labTable(result)),
		'',
		`${countedText(reads, 'read')}: ${outcomeNames
			.filter(name => outcomes[name] > 0)
			.map(name => `${name} ${formatCount(outcomes[name])}`)
			.join(', ')}${shed > 0 ? `; shed ${formatCount(shed)}, more than could be under way` : ''}.`,
		...(reasons.length > 0 ? [] : verdict(hitRate, predicted)),
		...reasons.map(({reason, reads: those}) => `${formatCount(those)} of the reads failed or bypassed a store: ${reason}.`),
		...(reasons.length > 0 ? ['Theory assumes that none do: no verdict.'] : []),
		...keysSentences(result),
		...memoryLines(result),
		...tooShort(load, seconds),
		errorSentence(result),
		'',
		...backendLines(backends),
	].join('\n');
}

/** What was seen, and what theory says of it: a figure a line, in a file in the unit that its name says. */
export function labTable({measured: {hitRate, meanAgeSeconds, originQueries, seconds}, predicted, error}: LabResult): Sheet {
	const orDash = (text: (value: number) => string) => (value: number | undefined) => (value === undefined ? '–' : text(value));
	const percent = orDash(share => `${(share * 100).toFixed(1)} %`);
	const band = predicted?.band;
	const perMinute = (perSecond: number | undefined) => perSecond && perSecond * 60;
	const rows = [
		{name: 'hitRate', title: 'hit rate', seen: hitRate, theory: predicted?.hitRate, text: percent, low: band?.low, high: band?.high, hasBand: true},
		{name: 'meanAgeSeconds', title: 'mean age', seen: meanAgeSeconds, theory: predicted?.meanAgeSeconds, text: orDash(formatDuration)},
		{
			name: 'originQueriesPerMinute',
			title: 'origin queries a minute',
			seen: perMinute(originQueries / seconds),
			theory: perMinute(predicted?.originPerSecond),
			text: formatFigure,
		},
		...(error
			? [
					{
						name: `${error.off[0]!.id}MeanErrorShare`,
						title: `${error.off[0]!.name} off by`,
						seen: error.off[0]!.meanShare,
						theory: error.expectedShare,
						text: orDash(errorText),
					},
				]
			: []),
	];
	return sheetOf<(typeof rows)[number] & {readonly low?: number | undefined; readonly high?: number | undefined; readonly hasBand?: boolean}>('lab', rows, [
		{name: 'figure', title: '', align: 'left', value: ({name}) => name, text: ({title}) => title},
		{name: 'seen', title: 'seen', value: ({seen}) => seen, text: ({seen, text}) => text(seen)},
		{name: 'theory', title: 'theory', value: ({theory}) => theory, text: ({theory, text}) => text(theory)},
		{
			title: '5-95 % of such runs',
			text: ({low, high, hasBand, text}) => (low !== undefined && high !== undefined ? `${text(low)} to ${text(high)}` : hasBand ? '–' : ''),
		},
		{name: 'low', value: ({low}) => low},
		{name: 'high', value: ({high}) => high},
	]);
}

function verdict(hitRate: number | undefined, predicted: LabResult['predicted']): string[] {
	const band = predicted?.band;
	if (!band || hitRate === undefined) {
		return [predicted ? 'No band is known for such a run.' : 'No formula is known for this load.'];
	}

	return [
		hitRate >= band.low && hitRate <= band.high
			? 'The hit rate lies inside the predicted 90 % band.'
			: 'The hit rate lies outside the predicted 90 % band. One run in ten does: run it again.',
		...(predicted.hitRate >= band.low && predicted.hitRate <= band.high
			? []
			: [
					`Theory's own hit rate lies ${predicted.hitRate > band.high ? 'above' : 'below'} that band: it is of an endless run, and the band is of runs as long as this one, which start with an empty cache.`,
				]),
	];
}

/** From an empty cache the ages grow for a whole life of the key: what a run sees that is shorter is of its beginning. */
function tooShort({policy: {ttlSeconds}, fillSeconds}: ReadingLoad, seconds: number): string[] {
	const life = ttlSeconds + fillSeconds;
	if (seconds >= 1.95 * life) {
		return [];
	}

	const flag = flagText(3 * life);
	return [
		`${formatDuration(seconds)} is too short for a TTL of ${formatDuration(ttlSeconds)}: the mean age grows until the key has ended twice. ${flag === undefined ? 'Take a shorter --ttl.' : `--for ${flag} would do.`}`,
	];
}

const longestSeconds = 86_400;

/** A time of at least this many seconds as a flag takes it: `45s`, `15m`, `2h`. */
function flagText(seconds: number): string | undefined {
	const [unit, size] = seconds < 100 ? (['s', 1] as const) : seconds < 6000 ? (['m', 60] as const) : (['h', 3600] as const);
	// What a fill adds to three whole minutes makes no fourth one.
	const amount = Math.max(1, Math.ceil(seconds / size - 0.1));
	return amount * size > longestSeconds ? undefined : `${amount}${unit}`;
}

/** What became of many keys, and why so many reads miss whatever the TTL. */
function keysSentences({load, measured: {keys}, backends}: LabResult): string[] {
	const {popularity, policy} = load;
	if (!popularity || !keys) {
		return [];
	}

	const {memory, evicted} = keys;
	const untold = 'Redis does not tell how much memory it has, nor how many keys it evicted.';
	return [
		`${formatCount(keys.asked)} of ${formatCount(popularity.length)} keys were asked for; Redis held ${formatCount(keys.held)} of them at the end, ${formatBytes(keys.heldBytes)}.`,
		memory ? memorySentence(memory, evicted ?? 0, keys.room) : untold,
		...coarseClock(load, backends.redis.kind === 'server'),
		rareSentence(policy.ttlSeconds, popularity.length, rareKeys({...load, popularity})),
	];
}

/** Where a key that nobody asks for stays for less than this, the clock of a server knows no oldest one. */
const coarseSeconds = 2;

function coarseClock({popularity, keysInMemory, arrivals, policy: {ttlSeconds}, fillSeconds}: ReadingLoad, isServer: boolean): string[] {
	if (!isServer || !popularity || keysInMemory === undefined) {
		return [];
	}

	const seconds = characteristicSeconds({groups: keyGroups(popularity), ratePerSecond: readsPerSecond(arrivals), ttlSeconds, fillSeconds, keysInMemory});
	return seconds < coarseSeconds
		? [
				`A key that nobody asks for stays for ${formatDuration(seconds)} here, and this Redis notes the time of a use to the second: it evicts nearly at random, and hits less than theory says.`,
			]
		: [];
}

/** How full Redis was, and what it did about it. */
function memorySentence({usedBytes, maxBytes, policy}: RedisMemory, evicted: number, room: number | undefined): string {
	const of = maxBytes === 0 ? 'and sets itself no bound (maxmemory 0)' : `of ${formatBytes(maxBytes)} (maxmemory, ${policy})`;
	const did = evicted === 0 ? 'evicted none' : `evicted ${countedText(evicted, 'key')}`;
	return `It uses ${formatBytes(usedBytes)} ${of}, and ${did}${room === undefined ? '' : `: room for ${countedText(room, 'such key')}`}.`;
}

/** The hit rate over how many keys fit in memory, and where this run was. */
function memoryLines({memory = [], load: {keysInMemory}, measured: {hitRate}, predicted}: LabResult): string[] {
	if (memory.length === 0) {
		return [];
	}

	const rows = [
		...memory.map(point => ({...point, seen: undefined as number | undefined})),
		...(keysInMemory !== undefined && predicted ? [{keysInMemory, hitRate: predicted.hitRate, seen: hitRate}] : []),
	].toSorted((a, b) => a.keysInMemory - b.keysInMemory);
	return [
		'',
		...textTable(
			[
				{title: 'keys in memory', align: 'right'},
				{title: 'hit rate by theory', align: 'right'},
				{title: 'seen', align: 'right'},
			],
			rows.map(({keysInMemory: keys, hitRate: rate, seen}) => [formatCount(keys), shareText(rate, 1), seen === undefined ? '' : shareText(seen, 1)]),
		),
		'',
	];
}

/** How far off what was read was, in figures and percent, or why that is not known. */
function errorSentence({scenario: {facts}, error, ordersPerSecond}: LabResult): string {
	const {many} = streamed(facts);
	if (!error) {
		return ordersPerSecond === 0
			? `How far off the answers were: not measured, since no ${many} arrived (--orders-per-second ${lesson.streamPerSecond} lets them).`
			: 'How far off the answers were: not measured, since the run was too short for a comparison with MongoDB.';
	}

	const {off, comparisons, arrived} = error;
	const share = (of: number | undefined) => (of === undefined ? '' : `, ${errorText(of)}`);
	const figures = off.map(({name, inFull = name, unit, mean, most, meanShare}, i) =>
		i === 0
			? `${inFull} by ${meanText(unit, mean)} on average${share(meanShare)}, and by ${formatAmount(unit, most)} at most`
			: `${inFull} by ${meanText(unit, mean)}${share(meanShare)}`,
	);
	return `How far off the answers were, by ${countedText(comparisons, 'comparison')} with MongoDB: ${figures.join('; ')}. ${formatCount(arrived)} ${many} arrived.`;
}

/** A mean of whole things is none of them. */
function meanText(unit: Unit, mean: number): string {
	return formatAmount(unit === 'count' ? 'mean' : unit, mean);
}
