import {quantile} from '../lab/quantiles.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {abortWith} from './abort-with.ts';
import {ownKey} from './answer-key.ts';
import {type Checkout, runCheckouts} from './checkouts.ts';
import {ledgerOf} from './compare-plans.ts';
import {readThroughCache, scanLedger} from './dashboards.ts';
import type {Rivals} from './time-plans.ts';

/** What goes on beside the checkouts: nothing, dashboards that scan PostgreSQL, the same dashboards reading through the cache. */
const phaseNames = ['alone', 'scans', 'cached'] as const;

export type PhaseName = (typeof phaseNames)[number];

/** The checkouts of a phase. A quantile is undefined where they are too few to hold it. */
type Phase = {
	readonly phase: PhaseName;
	readonly checkouts: number;
	readonly p50Ms: number;
	readonly p95Ms: number | undefined;
	readonly p99Ms: number | undefined;
	/** Checkouts that ended in a second, from the first one that was planned until the last one had ended. */
	readonly perSecond: number;
	/** Reads of the dashboards that ended, and their median in milliseconds; undefined without any. */
	readonly reads: number;
	readonly readP50Ms: number | undefined;
};

/** Checkouts in the ledger while dashboards read. */
export type Contention = {
	readonly phases: readonly Phase[];
	readonly load: ContentionLoad;
	/** Facts in the ledger before, and those that the checkouts added, with the ones of the warm-ups. */
	readonly facts: number;
	readonly added: number;
	/** One session serves all clients, in turn. */
	readonly isEmbedded: boolean;
};

export type ContentionLoad = {
	readonly dashboards: number;
	/** Each dashboard reads once in this many seconds, unless its last read takes longer. */
	readonly everySeconds: number;
	/** Checkouts a second, on average: Poisson, planned ahead. */
	readonly checkoutsPerSecond: number;
	/** How long each phase is measured, in seconds. */
	readonly secondsPerPhase: number;
};

export type ContendOptions = ContentionLoad & {
	readonly seed: number;
	readonly signal?: AbortSignal | undefined;
	/** Called for each checkout that PostgreSQL has committed: it stays, whatever comes of the measurement. */
	readonly committed?: (() => void) | undefined;
	/** Of all phases, in seconds. */
	readonly progress?: ((doneSeconds: number, totalSeconds: number) => void) | undefined;
};

/** Dashboards read so long before checkouts are counted, in seconds. */
const warmUpSeconds = 2;

/** Connections of the checkouts: as many as a shop's pool may have. */
const checkoutConnections = 10;

/** How many facts the checkouts add, about. */
export function checkoutsOf({checkoutsPerSecond, secondsPerPhase}: ContentionLoad): number {
	return Math.round(phaseNames.length * (warmUpSeconds + secondsPerPhase) * checkoutsPerSecond);
}

/**
 * Places orders in the ledger at planned instants, each in a transaction: alone, then while dashboards scan PostgreSQL, then while as many
 * read through the cache at the same pace. Latencies count from the planned instant, so that a stall does not hide itself.
 */
export async function contend(
	rivals: Rivals & {readonly ledger: PostgresLedger},
	{signal, progress, committed, seed, ...load}: ContendOptions,
): Promise<Contention> {
	const {ledger} = rivals;
	ledgerOf(rivals.scenario);
	await ledger.prepare(signal);
	const facts = await ledger.count(signal);
	const of = {...rivals, load, seed, key: ownKey('contend')};
	const perPhase = warmUpSeconds + load.secondsPerPhase;
	const [shop, dashboards] = [await ledger.apart(checkoutConnections), await ledger.apart(load.dashboards)];
	try {
		const phases: Phase[] = [];
		let added = 0;
		for (const phase of phaseNames) {
			const told = (seconds: number) => progress?.(Math.min(perPhase, seconds) + perPhase * phases.length, perPhase * phaseNames.length);
			const {all, figures} = await ledger.whileAnswering(async its => runPhase(phase, {...of, shop, dashboards, told, committed}, its), signal);
			phases.push(figures);
			added += all;
		}

		return {phases, load, facts, added, isEmbedded: ledger.backend.kind === 'embedded'};
	} finally {
		await Promise.allSettled([shop.close(), dashboards.close(), rivals.cache.remove(of.key)]);
	}
}

type Needs = Rivals & {
	readonly load: ContentionLoad;
	readonly seed: number;
	readonly key: string;
	/** Connections of the checkouts, and of the dashboards. */
	readonly shop: PostgresLedger;
	readonly dashboards: PostgresLedger;
	readonly told: (seconds: number) => void;
	readonly committed: ContendOptions['committed'];
};

async function runPhase(phase: PhaseName, needs: Needs, signal: AbortSignal): Promise<{readonly all: number; readonly figures: Phase}> {
	const {
		load: {dashboards: count, everySeconds, checkoutsPerSecond: perSecond, secondsPerPhase},
		seed,
		shop,
		told,
		committed,
	} = needs;
	const seconds = warmUpSeconds + secondsPerPhase;
	const readsMs: number[] = [];
	const failed = abortWith(signal);
	const enough = abortWith(failed.signal);
	const dashboards = {count, everySeconds, seed, signal: failed.signal, enough: enough.signal, seen: (tookMs: number) => void readsMs.push(tookMs)};
	// What is under way then is waited for: on the embedded engine, ending a scan would end the checkouts too.
	const timer = setTimeout(() => enough.abort(), seconds * 1000);
	const reading = startReading(phase, needs, dashboards);
	// Checkouts beside dashboards that failed are none of this phase.
	reading.catch((error: unknown) => failed.abort(error));
	try {
		const checkouts = await runCheckouts({...needs, shop}, {seconds, perSecond, seed, apart: `${seed} ${phase}`, signal: failed.signal, told, committed});
		await reading;
		const counted = checkouts.filter(({plannedSeconds}) => plannedSeconds >= warmUpSeconds);
		return {all: checkouts.length, figures: {phase, ...figuresOf(counted), reads: readsMs.length, readP50Ms: quantile(readsMs, 0.5)}};
	} catch (error) {
		failed.abort(error);
		throw failed.signal.reason;
	} finally {
		clearTimeout(timer);
	}
}

async function startReading(phase: PhaseName, {dashboards: ledger, key, ...rivals}: Needs, dashboards: Parameters<typeof scanLedger>[1]): Promise<void> {
	switch (phase) {
		case 'alone': {
			return;
		}

		case 'scans': {
			return scanLedger({...rivals, ledger}, dashboards);
		}

		case 'cached': {
			return readThroughCache(rivals, key, dashboards);
		}
	}
}

/** A quantile of fewer would be the slowest one under another name. */
const fewest = {p95: 20, p99: 100} as const;

function figuresOf(checkouts: readonly Checkout[]): Pick<Phase, 'checkouts' | 'p50Ms' | 'p95Ms' | 'p99Ms' | 'perSecond'> {
	const latenciesMs = checkouts.map(({latencyMs}) => latencyMs);
	const at = (p: number, least: number) => (latenciesMs.length < least ? undefined : quantile(latenciesMs, p));
	const lastSeconds = Math.max(...checkouts.map(({plannedSeconds, latencyMs}) => plannedSeconds + latencyMs / 1000));
	return {
		checkouts: checkouts.length,
		p50Ms: quantile(latenciesMs, 0.5) ?? Number.NaN,
		p95Ms: at(0.95, fewest.p95),
		p99Ms: at(0.99, fewest.p99),
		perSecond: checkouts.length / (lastSeconds - checkouts[0]!.plannedSeconds),
	};
}
