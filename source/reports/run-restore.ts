import type {Config} from '../command-line/config.ts';
import {fillWindow} from '../flows/fill-window.ts';
import {formOf} from '../flows/read-catalogue.ts';
import {restoreDays, type RestoreResult} from '../flows/restore-days.ts';
import {backendsOf, type Backends} from '../layers/layers.ts';
import {postgres} from '../layers/postgres.ts';
import type {Restored} from '../stores/postgres-restores.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {archivingOf} from '../scenarios/archiving-of.ts';
import {formatAmount} from '../words/amount.ts';
import {countedText, formatCount} from '../words/count.ts';
import {formatLatency} from '../words/latency.ts';
import {paceOf, paceText} from '../words/pace.ts';
import {askBeforeMixing} from './ask-before-mixing.ts';
import {backendLines} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import type {Opened} from './opened.ts';
import type {Voice} from './voice.ts';

/** How far it is is said so often, in milliseconds. */
const sayEveryMs = 2000;

export type RestoreOutcome = {
	readonly scenario: Scenario;
	readonly result: RestoreResult;
	readonly backends: Backends;
	/** False where the ledger goes with the run: the embedded engine's in a temporary folder. */
	readonly isKept: boolean;
};

/** Brings archived days back into PostgreSQL, after a question where a named one holds some, and from there into MongoDB. */
export async function runRestore(services: Opened, config: Config<'restore'>, signal: AbortSignal, voice: Voice): Promise<RestoreOutcome> {
	const {scenario, archive, window} = services;
	const {from, to, overwritesNewer, dataFolder} = config;
	const ledger = await openLedger(services, config, signal);
	await askBeforeMixing({scenario, window: ledger}, config, voice, `restore ${daysText(from, to)}${overwritesNewer ? ', over what is newer,' : ''}`);
	const startedAt = performance.now();
	let toldAt = startedAt;
	const result = await restoreDays(
		{scenario, archive, ledger},
		{
			from,
			to,
			overwritesNewer,
			signal,
			progress({rows, wanted, day}) {
				const now = performance.now();
				if (now - toldAt >= sayEveryMs) {
					toldAt = now;
					voice.narrate(
						`${formatCount(rows)} of ${formatCount(wanted)} ${scenario.facts.many} restored, to ${day}, ${paceText(paceOf(rows, wanted, now - startedAt))}`,
					);
				}
			},
		},
	);
	if (window.backend.kind === 'server' || dataFolder !== undefined) {
		voice.narrate('MongoDB is filled from PostgreSQL');
		await fillWindow({...services, ledger}, {signal, untilEmpty: true});
		signal.throwIfAborted();
	}

	return {scenario, result, backends: backendsOf(services), isKept: ledger.backend.kind === 'server' || dataFolder !== undefined};
}

/** PostgreSQL; an embedded one of a data folder has then what MongoDB's engine there holds. */
async function openLedger({later, placing, openLater}: Opened, {servers}: Config<'restore'>, signal: AbortSignal): Promise<PostgresLedger> {
	if (later.ledger) {
		return later.ledger;
	}

	const ledger = (await openLater(postgres)) as PostgresLedger;
	if (servers.mongo === undefined) {
		await placing.takeOver(ledger, {signal});
	}

	return ledger;
}

/** The days that are wanted, in a question. */
function daysText(from: string | undefined, to: string | undefined): string {
	const days = [from === undefined ? '' : ` from ${from}`, to === undefined ? '' : ` to ${to}`].join('');
	return days === '' ? 'all archived days' : `the archived days${days}`;
}

/** The days together. */
function sumsOf({days}: RestoreResult): Restored & {readonly rows: number; readonly worth: number} {
	const sum = (of: (day: RestoreResult['days'][number]) => number) => days.reduce((total, day) => total + of(day), 0);
	return {
		rows: sum(({rows}) => rows),
		worth: sum(({worth}) => worth),
		added: sum(({added}) => added),
		replaced: sum(({replaced}) => replaced),
		standing: sum(({standing}) => standing),
		newer: sum(({newer}) => newer),
	};
}

export function restoreText({scenario, result, backends}: RestoreOutcome): string {
	const {many} = scenario.facts;
	const {title, unit} = archivingOf(scenario).worth;
	const {days, notRestored, oddities, tookMs} = result;
	const {rows, worth, added, replaced, standing, newer} = sumsOf(result);
	return [
		days.length === 0
			? 'No day was restored.'
			: `${countedText(days.length, 'day')}, ${days[0]!.day} to ${days.at(-1)!.day}, ${formatCount(rows)} ${many}, ${title} ${formatAmount(unit, worth)}, in ${formatLatency(tookMs)}:`,
		...(days.length === 0
			? []
			: [
					`  restored            ${formatCount(added + replaced)}${replaced > 0 ? `, ${formatCount(replaced)} of them in the place of another version` : ''}`,
					`  already there       ${formatCount(standing)}`,
					`  newer, left alone   ${formatCount(newer)}${newer > 0 ? ': --overwrite-newer brings the archived ones back' : ''}`,
				]),
		...(notRestored.length > 0 ? ['', `${countedText(notRestored.length, 'day')} not restored, nothing of ${notRestored.length === 1 ? 'it' : 'them'}:`] : []),
		...notRestored.map(({day, reason}) => `${day}  ${reason}`),
		...oddities.map(oddity => `Warning: ${oddity}`),
		'',
		...backendLines(backends),
	].join('\n');
}

/** What is wrong, in a sentence; undefined when all that was wanted is there. */
export function restoreWrong({result: {notRestored}}: RestoreOutcome): string | undefined {
	return notRestored.length === 0 ? undefined : `${countedText(notRestored.length, 'day')} could not be restored`;
}

/** `shopstream.restore/1`. */
export function restoreJson({scenario, result, backends}: RestoreOutcome): object {
	const {from, to, timeZone, days, notRestored, oddities, tookMs} = result;
	const {worth: name} = formOf(scenario);
	const {rows, worth, ...restored} = sumsOf(result);
	return {
		schema: 'shopstream.restore/1',
		from,
		to,
		timeZone: timeZone ?? null,
		days: days.length,
		rows,
		[name]: worth,
		...restored,
		notRestored: notRestored.map(({day, part, damage, reason}) => ({day, part: part ?? null, damage: damage ?? null, reason})),
		warnings: oddities,
		tookMs: Math.round(tookMs),
		backends: shownBackends(backends),
	};
}
