import type {Given} from './flags.ts';
import {Problem} from '../words/problem.ts';
import {contention, ledgerLesson} from './lesson.ts';
import {readStores, type StoresConfig} from './read-stores.ts';

/** The load of `contend`. */
export type ContentionConfig = {
	readonly dashboards: number;
	readonly everySeconds: number;
	readonly checkoutsPerSecond: number;
	readonly secondsPerPhase: number;
};

/** What the commands about PostgreSQL are told: an empty embedded one gets orders enough that there is something to scan. */
export function readLedger(given: Given, environment: NodeJS.ProcessEnv): StoresConfig {
	const {orders = ledgerLesson.orders, days, years} = given;
	return {...readStores({...given, years: years ?? (days === undefined ? ledgerLesson.years : undefined)}, environment), orders};
}

/** @throws Problem for a load that is none, or that PostgreSQL has no connections for */
export function readContention({
	viewers: dashboards = contention.dashboards,
	poll,
	ordersPerSecond: checkoutsPerSecond = contention.checkoutsPerSecond,
	for: forSeconds,
}: Given): ContentionConfig {
	if (dashboards > contention.mostDashboards) {
		throw new Problem(`contend takes at most ${contention.mostDashboards} --viewers: each has a connection to PostgreSQL of its own`, 2);
	}

	if (checkoutsPerSecond <= 0) {
		throw new Problem('contend wants checkouts: --orders-per-second above 0', 2);
	}

	return {dashboards, everySeconds: poll ?? contention.everySeconds, checkoutsPerSecond, secondsPerPhase: forSeconds ?? contention.secondsPerPhase};
}
