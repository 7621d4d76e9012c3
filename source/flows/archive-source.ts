import type {LeftOut} from '../scenarios/left-out.ts';
import {archivingOf} from '../scenarios/archiving-of.ts';
import type {LineBytes} from '../scenarios/line-bytes.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {LineOf} from '../stores/postgres-bulk.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {localDay, type LocalDay} from '../words/local-day.ts';
import {inBatches} from './in-batches.ts';

const dayMs = 86_400_000;

/** A day that facts may be archived of. What the source does not say without reading it is undefined. */
export type SourceDay = LocalDay & {
	readonly rows?: number | undefined;
	readonly worth?: number | undefined;
	/** Another one when any of its facts came, went or changed. */
	readonly fingerprint?: string | undefined;
};

/** Facts of a day that follow each other, and their part of the day's fingerprint. */
export type SourcePage = {
	/** Of which of the days asked for, from 0 on. */
	readonly stretch: number;
	readonly rows: number;
	/** Writes them as lines, one after the other, and tells each as it stands. */
	lines(lines: LineBytes): Iterable<LineOf>;
	readonly fingerprint?: bigint | undefined;
	/** It is known that no more of that day comes. */
	readonly isLast?: boolean;
};

/** Which days are looked for: up to that of an instant by the clocks of a zone; with what tells that they changed, where that can be told. */
type Wanted = {readonly asOfMs: number; readonly timeZone: string; readonly withFigures: boolean};

/** Where archived facts come from: the ledger, or the window where there is none. */
export type ArchiveSource = {
	/** In sentences. */
	readonly title: 'PostgreSQL' | 'MongoDB';
	/** It has all there ever was: a day of which it has no fact has lost them. */
	readonly isWhole: boolean;
	/** What tells it from any other database. */
	identity(signal?: AbortSignal): Promise<string | undefined>;
	/** The wanted days that it may have facts of, oldest first. */
	days(wanted: Wanted, signal?: AbortSignal): Promise<readonly SourceDay[]>;
	/** When the newest fact happened; undefined where that is not told. */
	newestMs(signal?: AbortSignal): Promise<number | undefined>;
	/** Facts of days that follow each other without a gap, in order of time, those of one instant by id; none is of two days. */
	pages(days: readonly LocalDay[], signal?: AbortSignal): AsyncGenerator<SourcePage, void>;
	/** What is no fact to archive, and why. */
	leftOut(asOfMs: number, signal?: AbortSignal): Promise<readonly LeftOut[]>;
};

/** Facts that are read from MongoDB at a time. */
const pageSize = 1000;

export function ledgerSource(ledger: Pick<PostgresLedger, 'identity' | 'holdings' | 'dates' | 'stretches' | 'pages'>): ArchiveSource {
	return {
		title: 'PostgreSQL',
		isWhole: true,
		identity: async signal => ledger.identity(signal),
		async days(wanted, signal) {
			const dates = await ledger.dates(signal);
			// A day of UTC lies in two of another zone, if not in three where the clocks are set.
			const days = [...new Map(dates.flatMap(dateMs => daysOf(dateMs, dateMs + dayMs - 1, wanted)).map(day => [day.startMs, day])).values()];
			if (days.length === 0) {
				return [];
			}

			const stretches = await ledger.stretches(boundsOf(days), {withFigures: wanted.withFigures, signal});
			return days.map((day, i) => ({...day, ...stretches[i]!})).filter(({rows}) => rows > 0);
		},
		newestMs: async signal => (await ledger.holdings(signal)).newestMs,
		pages: (days, signal) => ledger.pages(boundsOf(days), signal),
		leftOut: async () => [],
	};
}

/** MongoDB's window: only days that lie in it whole, as the days before lose facts to its TTL index. */
export function windowSource(window: Pick<MongoWindow, 'identity' | 'stream' | 'leftOut'>, scenario: Scenario): ArchiveSource {
	const windowDays = scenario.facts.window.days;
	return {
		title: 'MongoDB',
		isWhole: false,
		identity: async signal => window.identity(signal),
		async days(wanted) {
			const fromMs = wanted.asOfMs - windowDays * dayMs;
			return daysOf(fromMs, wanted.asOfMs, wanted).filter(({startMs}) => startMs > fromMs);
		},
		newestMs: async () => undefined,
		async *pages(days, signal) {
			for (const [stretch, {startMs, nextMs}] of days.entries()) {
				// MongoDB's dates are whole milliseconds.
				for await (const facts of inBatches(window.stream(startMs - 1, nextMs - 1, signal), pageSize)) {
					yield {stretch, rows: facts.length, lines: lines => linesOf(scenario, facts, lines)};
				}
			}
		},
		leftOut: async (asOfMs, signal) => window.leftOut(asOfMs, signal),
	};
}

/** Facts as lines, one after the other. */
export function* linesOf(scenario: Scenario, facts: readonly object[], lines: LineBytes): Generator<LineOf, void> {
	const {line, worth} = archivingOf(scenario);
	for (const fact of facts) {
		lines.text(line(fact));
		yield {id: scenario.facts.id(fact), worth: worth.of(fact)};
	}
}

function boundsOf(days: readonly LocalDay[]): number[] {
	return [...days.map(({startMs}) => startMs), days.at(-1)!.nextMs];
}

function daysOf(fromMs: number, toMs: number, {asOfMs, timeZone}: Wanted): LocalDay[] {
	const days: LocalDay[] = [];
	for (let day = localDay(fromMs, timeZone); day.startMs <= Math.min(toMs, asOfMs); day = localDay(day.nextMs, timeZone)) {
		days.push(day);
	}

	return days;
}
