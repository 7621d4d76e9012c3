import {setTimeout as sleep} from 'node:timers/promises';
import type {Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {Between} from '../stores/postgres-drills.ts';

/** So often MongoDB is looked at, in milliseconds. */
const lookEveryMs = 20;

type Ends = {readonly scenario: Scenario; readonly window: Pick<MongoWindow, 'ask'>};

/** How many facts MongoDB has of a day. */
export async function countInWindow({scenario: {facts}, window}: Ends, {fromMs, toMs}: Between, signal?: AbortSignal): Promise<number> {
	const [row] = (await window.ask(
		[{$match: {[facts.window.field]: {$gte: new Date(fromMs), $lt: new Date(toMs)}}}, {$count: 'facts'}],
		signal,
	)) as ReadonlyArray<{readonly facts: number}>;
	return row?.facts ?? 0;
}

/** How long it takes, in milliseconds, until something is so; undefined where it is not for as long as is waited. */
export async function timeUntil(isSo: () => Promise<boolean>, isWaited: () => boolean): Promise<number | undefined> {
	const startedAt = performance.now();
	while (isWaited()) {
		if (await isSo().catch(() => false)) {
			return performance.now() - startedAt;
		}

		await sleep(lookEveryMs);
	}

	return undefined;
}
