import {setTimeout as pause} from 'node:timers/promises';
import {createRandom} from '../chance/random.ts';
import {plainPolicy} from '../lab/cache-policy.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {forced} from './ask-postgres.ts';
import {ledgerOf} from './compare-plans.ts';
import {type Flight, readAnswer} from './read-answer.ts';
import type {Rivals} from './time-plans.ts';

/** The TTL of what they read from the cache: the lesson's. */
const ttlSeconds = 300;

type Dashboards = {
	readonly count: number;
	readonly everySeconds: number;
	readonly seed: number | string;
	/** Ends the reads that are under way too. */
	readonly signal: AbortSignal;
	/** When it fires no further read begins. */
	readonly enough: AbortSignal;
	/** Called with each read's time, in milliseconds. */
	readonly seen: (tookMs: number) => void;
};

/** Dashboards that each ask PostgreSQL the scenario's question by reading all, over a connection of their own. */
export async function scanLedger({scenario, timeZone, clock, ledger}: Rivals & {readonly ledger: PostgresLedger}, dashboards: Dashboards): Promise<void> {
	const {asked} = ledgerOf(scenario);
	await poll(dashboards, async read =>
		ledger.connected(
			async query =>
				read(async () => {
					const asking = {about: shownAbout(scenario), asOfMs: clock(), timeZone};
					await query(`begin read only; ${forced.scan}`);
					scenario.question.answer(asked.rows((await query(asked.sql(asking))).rows), asking);
					await query('commit');
				}),
			dashboards.signal,
		),
	);
}

/** The same dashboards, which read through the cache, with MongoDB behind it. */
export async function readThroughCache({scenario, window, cache, timeZone, clock}: Rivals, key: string, dashboards: Dashboards): Promise<void> {
	const flight: Flight = {current: undefined};
	const policy = plainPolicy(ttlSeconds);
	await poll(dashboards, async read =>
		read(async () => {
			const {outcome, reason} = await readAnswer(
				{scenario, window, cache, timeZone, clock, key, keepsEmpty: true, policy: () => policy, flight},
				dashboards.signal,
			);
			if (outcome === 'error') {
				throw new Error(reason);
			}
		}),
	);
}

/** Lets each begin somewhere in its period, and read once in each unless its last read takes longer. */
async function poll(
	{count, everySeconds, seed, enough, seen}: Dashboards,
	open: (read: (ask: () => Promise<void>) => Promise<void>) => Promise<void>,
): Promise<void> {
	const random = createRandom(`dashboards ${seed}`);
	const startedAt = performance.now();
	await Promise.all(
		Array.from({length: count}, async () => {
			const phase = random.next();
			await open(async ask => {
				for (let turn = 0; !enough.aborted; turn++) {
					const dueAt = startedAt + (turn + phase) * everySeconds * 1000;
					const beganAt = performance.now();
					if (dueAt > beganAt) {
						await pause(dueAt - beganAt, undefined, {signal: enough}).catch(() => undefined);
						turn--;
						continue;
					}

					await ask();
					seen(performance.now() - beganAt);
					// Turns that its own read took are over.
					turn = Math.max(turn, Math.floor((performance.now() - startedAt) / everySeconds / 1000 - phase));
				}
			});
		}),
	);
}
