import type {Config} from '../command-line/config.ts';
import {formOf} from '../flows/read-catalogue.ts';
import {verifyArchive, type VerifyResult} from '../flows/verify-archive.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import {postgres} from '../layers/postgres.ts';
import {whyNoRoom} from '../layers/room.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {archivingOf} from '../scenarios/archiving-of.ts';
import {formatAmount} from '../words/amount.ts';
import {formatBytes} from '../words/bytes.ts';
import {countedText, formatCount} from '../words/count.ts';
import {formatLatency} from '../words/latency.ts';
import {paceOf, paceText} from '../words/pace.ts';
import {listed} from '../words/listed.ts';
import {backendLines} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import type {Opened} from './opened.ts';
import type {Narrator} from './voice.ts';

export type Verified = {readonly scenario: Scenario; readonly result: VerifyResult; readonly backends: Backends};

/** How far it is is said so often, in milliseconds. */
const sayEveryMs = 2000;

/** Differences of one day that are printed; JSON has more. */
const shownOfDay = 20;

/** Days that are named one by one. */
const namedDays = 10;

/** Compares all that is archived with its manifests, and with the ledger that was named, or is in the data folder. */
export async function runVerify(services: Opened, config: Config<'archive verify'>, signal: AbortSignal, narrate: Narrator): Promise<Verified> {
	const {scenario, archive, timeZone} = services;
	const ledger = await openLedger(services, config);
	const startedAt = performance.now();
	let toldAt = startedAt;
	const result = await verifyArchive(
		{scenario, archive, ledger, timeZone},
		{
			signal,
			progress({rows, wanted}) {
				const now = performance.now();
				if (now - toldAt >= sayEveryMs) {
					toldAt = now;
					narrate(`${formatCount(rows)} of ${formatCount(wanted)} ${scenario.facts.many} compared, ${paceText(paceOf(rows, wanted, now - startedAt))}`);
				}
			},
		},
	);
	return {scenario, result, backends: backendsOf(services)};
}

/** The ledger that holds what was archived: one that goes with this run never does. */
async function openLedger({scenario, later, openLater}: Opened, {dataFolder, without}: Config<'archive verify'>): Promise<PostgresLedger | undefined> {
	const isKept = dataFolder !== undefined && without !== postgres.name && postgres.suits(scenario) && whyNoRoom(postgres) === undefined;
	return later.ledger ?? (isKept ? ((await openLater(postgres)) as PostgresLedger) : undefined);
}

export function verifyText({scenario, result, backends}: Verified): string {
	const {one, many} = scenario.facts;
	const {title, unit} = archivingOf(scenario).worth;
	const {days, rows, worth, parts, bytes, differences, untold, isWithLedger, changed, came, notYet, tookMs} = result;
	const all = differences.length + untold;
	return [
		`${countedText(days.length, 'day')} read back in ${formatLatency(tookMs)}: ${formatCount(rows)} ${many}, ${title} ${formatAmount(unit, worth)}, in ${countedText(parts, 'part')} (${formatBytes(bytes)}).`,
		`Size, CRC32C, rows, ${title} and ids of each part were compared with its manifest${
			isWithLedger
				? `, and each ${one} with PostgreSQL's: of two versions the greater one is newer.`
				: '. PostgreSQL was not asked: --postgres-url URL, or --data DIR where it is kept, compares with it too.'
		}`,
		...(changed + came > 0
			? [
					`Since then ${formatCount(changed)} ${many} changed in PostgreSQL and ${formatCount(came)} arrived: these are no differences, the next archive includes them.`,
				]
			: []),
		...(notYet.length > 0 ? [`Not archived yet: ${countedText(notYet.length, 'day')}, ${named(notYet)}.`] : []),
		'',
		all === 0 ? 'No differences.' : `${countedText(all, 'difference')}:`,
		...differenceLines(result),
		'',
		...backendLines(backends),
	].join('\n');
}

function differenceLines({differences, untold}: VerifyResult): string[] {
	const days = new Map<string, string[]>();
	for (const {day = 'no day', text} of differences) {
		days.set(day, [...(days.get(day) ?? []), text]);
	}

	const more = (left: number) => (left > 0 ? [`            … and ${formatCount(left)} more of this day`] : []);
	return [
		...[...days].flatMap(([day, texts]) => [
			...texts.slice(0, shownOfDay).map((text, i) => `${(i === 0 ? day : '').padEnd(10)}  ${text}`),
			...more(texts.length - shownOfDay),
		]),
		...(untold > 0 ? [`… and ${formatCount(untold)} more`] : []),
	];
}

function named(days: readonly string[]): string {
	return days.length <= namedDays ? listed(days) : `the first ${days[0]!}, the last ${days.at(-1)!}`;
}

/** What is wrong, in a sentence; undefined when nothing is. */
export function verifyWrong({result: {differences, untold}}: Verified): string | undefined {
	const all = differences.length + untold;
	return all === 0 ? undefined : `The archive has faults: ${countedText(all, 'difference')}`;
}

/** `shopstream.verify/1`. */
export function verifyJson({scenario, result, backends}: Verified): object {
	const {timeZone, days, rows, worth, parts, bytes, differences, untold, isWithLedger, changed, came, notYet, tookMs} = result;
	const {worth: name} = formOf(scenario);
	return {
		schema: 'shopstream.verify/1',
		timeZone: timeZone ?? null,
		days: days.length,
		rows,
		[name]: worth,
		parts,
		sizeBytes: bytes,
		withPostgres: isWithLedger,
		changedSince: changed,
		cameSince: came,
		notArchivedYet: notYet,
		differences: differences.map(({day, kind, object, line, id, text}) => ({
			day: day ?? null,
			kind,
			object: object ?? null,
			line: line ?? null,
			id: id ?? null,
			text,
		})),
		moreDifferences: untold,
		tookMs: Math.round(tookMs),
		backends: shownBackends(backends),
	};
}
