import {setTimeout as pause} from 'node:timers/promises';
import {quantile} from '../lab/quantiles.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {HeldBack} from '../stores/postgres-held-back.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';

/** How far MongoDB is behind PostgreSQL. */
export type FillFigures = {
	/**
	 * From the commit in PostgreSQL until MongoDB has acknowledged it, both by PostgreSQL's clock: over the last of the statements that
	 * changed facts, the last fact of each. Undefined before the first.
	 */
	readonly lag: {readonly p50Ms: number; readonly p95Ms: number; readonly samples: number} | undefined;
	/** Facts that wait in the outbox for this MongoDB, counted up to a million. */
	readonly queued: number;
	/** What holds facts back, be they queued or not committed: "psql (process 17) has not committed"; undefined: nothing does. */
	readonly heldBackBy: string | undefined;
	/** How many can ever wait: "at most one row an order of the last 36 days". */
	readonly bound: string;
};

/** Lags that the quantiles are of. */
const lagSamples = 200;

/** The figures are told so often, in milliseconds: while something comes, and at rest. */
const tellEveryMs = {busy: 1000, rest: 5000} as const;

/** The clocks are compared so often, in milliseconds. */
const clockEveryMs = 60_000;

export type FillFiguresKeeper = {
	/** MongoDB has acknowledged what was handed to it. */
	visible(): void;
	/** This many rows left the queue, some of which were committed then. */
	handled(rows: number, committedMs: readonly number[]): void;
	/** What holds the fill back, as far as the fill itself knows. */
	hold(by: string | undefined): void;
	/** Resolves after the signal. */
	readonly ended: Promise<void>;
};

type Measured = {readonly scenario: Scenario; readonly ledger: Pick<PostgresLedger, 'clockOffsetMs' | 'outbox'>};

/** Measures the lag, and asks the ledger off the way what waits and why, until `signal` fires. */
export function createFillFigures(
	{scenario: {facts}, ledger: {clockOffsetMs, outbox}}: Measured,
	{
		signal,
		identity,
		told,
	}: {
		readonly signal: AbortSignal;
		/** Of the MongoDB that is filled, once it is known. */
		readonly identity: () => string | undefined;
		readonly told: (figures: FillFigures) => void;
	},
): FillFiguresKeeper {
	let lags: number[] = [];
	let visibleAt = 0;
	let rows = 0;
	let queued = 0;
	/** By what the fill itself knows of, and by others' transactions. */
	const held: {byFill?: string | undefined; byOthers?: string | undefined} = {};
	/** PostgreSQL's clock at an instant of the monotonic one. */
	let anchor: {readonly ledgerMs: number; readonly at: number} | undefined;

	const compareClocks = async () => {
		const offsetMs = await clockOffsetMs(signal);
		anchor = offsetMs === undefined ? undefined : {ledgerMs: Date.now() + offsetMs, at: performance.now()};
	};

	const tell = () =>
		told({
			lag: lags.length === 0 ? undefined : {p50Ms: quantile(lags, 0.5)!, p95Ms: quantile(lags, 0.95)!, samples: lags.length},
			queued,
			heldBackBy: held.byFill ?? held.byOthers,
			bound: `at most one row ${/^[aeiou]/.test(facts.one) ? 'an' : 'a'} ${facts.one} of the last ${facts.window.days + 1} days`,
		});

	const look = async () => {
		if (!anchor || performance.now() - anchor.at > clockEveryMs) {
			await compareClocks();
		}

		held.byOthers = sayHeldBack(await outbox.heldBackBy(signal));
		const filled = identity();
		queued = filled === undefined ? 0 : await outbox.size(filled, signal);
		tell();
	};

	const run = async () => {
		while (!signal.aborted) {
			const before = rows;
			// A ledger that fails is said where it is filled from.
			await look().catch(() => undefined);
			for (let waitedMs = 0; waitedMs < (rows === before ? tellEveryMs.rest : tellEveryMs.busy) && !signal.aborted; waitedMs += tellEveryMs.busy) {
				await pause(tellEveryMs.busy, undefined, {signal}).catch(() => undefined);
			}
		}
	};

	return {
		visible() {
			visibleAt = performance.now();
		},
		handled(handledRows, committedMs) {
			rows += handledRows;
			if (anchor) {
				const visibleMs = anchor.ledgerMs + visibleAt - anchor.at;
				lags = [...lags, ...committedMs.map(ms => Math.max(0, visibleMs - ms))].slice(-lagSamples);
			}
		},
		hold(by) {
			if (held.byFill !== by) {
				held.byFill = by;
				tell();
			}
		},
		ended: run(),
	};
}

function sayHeldBack(held: HeldBack | undefined): string | undefined {
	return held && `${held.program ?? 'a client'} (process ${held.processId}) ${held.isLock ? 'has locked the table' : 'has not committed'}`;
}
