import type {Given} from './flags.ts';
import {formatGiven} from '../words/count.ts';
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

/** @throws Problem for a load with too few checkouts for a figure, or that PostgreSQL has no connections for */
export function readContention({
	viewers: dashboards = contention.dashboards,
	poll,
	ordersPerSecond: checkoutsPerSecond = contention.checkoutsPerSecond,
	for: secondsPerPhase = contention.secondsPerPhase,
}: Given): ContentionConfig {
	if (dashboards > contention.mostDashboards) {
		throw new Problem(`contend takes at most ${contention.mostDashboards} --viewers: each has a connection to PostgreSQL of its own`, 2);
	}

	const checkouts = checkoutsPerSecond * secondsPerPhase;
	if (checkouts < contention.fewestCheckouts) {
		throw new Problem(
			`contend wants at least ${contention.fewestCheckouts} checkouts in each phase, and this load has about ${formatGiven(checkouts)}: raise --orders-per-second or --for`,
			2,
		);
	}

	return {dashboards, everySeconds: poll ?? contention.everySeconds, checkoutsPerSecond, secondsPerPhase};
}
