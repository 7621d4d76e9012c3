import {type Protection, protectionsOn} from '../lab/protections.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Unit} from '../words/amount.ts';
import {capital} from '../words/capital.ts';
import {shownBackends} from './json-report.ts';
import type {LabError, LabResult} from './run-lab.ts';
import type {StampedePhase, StampedeResult} from './run-stampede.ts';

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.lab/1`. What no formula is known for is null. */
export function labJson({scenario, load, protection, measured, predicted, memory, error, backends}: LabResult): object {
	const {reads, outcomes, hitRate, meanAgeSeconds, maxAgeSeconds, originQueries, fillSeconds, shed, seconds, reasons, keys} = measured;
	return {
		schema: 'shopstream.lab/1',
		load: loadJson(load, protection),
		measured: {
			reads,
			hits: outcomes.hit,
			hitRate: hitRate ?? null,
			meanAgeSeconds: meanAgeSeconds ?? null,
			maxAgeSeconds,
			originQueries,
			outcomes,
			shed,
			fillSeconds: fillSeconds ?? null,
			seconds,
			reasons,
			...(keys && {keys: {...keys, evicted: keys.evicted ?? null, memory: keys.memory ?? null, room: keys.room ?? null}}),
		},
		predicted: predicted
			? {
					hitRate: predicted.hitRate,
					low: predicted.band?.low ?? null,
					high: predicted.band?.high ?? null,
					meanAgeSeconds: predicted.meanAgeSeconds,
					originPerSecond: predicted.originPerSecond,
				}
			: null,
		...(memory && {memory}),
		error: error ? errorJson(scenario, error) : null,
		backends: shownBackends(backends),
	};
}

/** Each figure by its own name: `todayMeanCents`. */
function errorJson({facts}: Scenario, {comparisons, arrived, off, expectedShare}: LabError): object {
	const percent = (share: number | undefined) => (share === undefined ? null : share * 100);
	const members = off.map(({id, unit, mean, most, meanShare}, i) => ({
		[`${id}Mean${unitNames[unit]}`]: mean,
		...(i === 0 && {[`${id}Most${unitNames[unit]}`]: most}),
		[`${id}MeanPercent`]: percent(meanShare),
	}));
	const headline = off[0]!.id;
	return {comparisons, [facts.many]: arrived, ...Object.assign({}, ...members), [`predicted${capital(headline)}MeanPercent`]: percent(expectedShare)};
}

const unitNames: Readonly<Record<Unit, string>> = {money: 'Cents', count: '', mean: ''};

/**
 * `shopstream.stampede/1`. Over several firings `measured` has the means, and `firings` each one. Where no protection was
 * asked for these are without any, and `withLock` has the same with the lock; otherwise `withLock` is null.
 */
export function stampedeJson({first, withLock, backends}: StampedeResult): object {
	return {
		schema: 'shopstream.stampede/1',
		...phaseJson(first),
		withLock: withLock ? phaseJson(withLock) : null,
		backends: shownBackends(backends),
	};
}

function phaseJson({load, protection, measured: {each, fillSeconds, shed}, predicted}: StampedePhase): object {
	const mean = (of: (firing: (typeof each)[number]) => number) => each.reduce((sum, firing) => sum + of(firing), 0) / each.length;
	return {
		load: loadJson(load, protection),
		measured: {
			originQueries: mean(({originQueries}) => originQueries),
			waited: mean(({waited}) => waited),
			recoverySeconds: mean(({tookMs}) => tookMs) / 1000,
			fillSeconds,
			shed,
		},
		firings: each.map(({originQueries, waited, tookMs}) => ({originQueries, waited, recoverySeconds: tookMs / 1000})),
		predicted,
	};
}

export function loadJson({policy, arrivals, fillSeconds, ownProcess = false, popularity, keysInMemory}: ReadingLoad, protection: Protection): object {
	return {
		ttlSeconds: policy.ttlSeconds,
		arrivals,
		fillSeconds,
		ownProcess,
		protection: protectionsOn(protection).map(({name}) => name),
		...(popularity && {keys: popularity.length, keysInMemory: keysInMemory ?? null}),
	};
}
