import {protections} from '../lab/protections.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import {shownBackends} from './json-report.ts';
import type {LabResult, StampedeResult} from './run-lab.ts';

// The JSON contract: a member is never renamed or given another meaning under the same schema version.

/** `shopstream.lab/1`. What no formula is known for is null. */
export function labJson({load, measured, predicted, backends}: LabResult): object {
	const {reads, outcomes, hitRate, meanAgeSeconds, maxAgeSeconds, originQueries, fillSeconds, shed, seconds, reasons} = measured;
	return {
		schema: 'shopstream.lab/1',
		load: loadJson(load),
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
		},
		predicted: predicted
			? {hitRate: predicted.hitRate, low: predicted.band?.low ?? null, high: predicted.band?.high ?? null, meanAgeSeconds: predicted.meanAgeSeconds, originPerSecond: predicted.originPerSecond}
			: null,
		backends: shownBackends(backends),
	};
}

/** `shopstream.stampede/1`. Over several firings `measured` has the means, and `firings` each one. */
export function stampedeJson({load, measured: {each, fillSeconds, shed}, predicted, backends}: StampedeResult): object {
	const mean = (of: (firing: (typeof each)[number]) => number) => each.reduce((sum, firing) => sum + of(firing), 0) / each.length;
	return {
		schema: 'shopstream.stampede/1',
		load: loadJson(load),
		measured: {
			originQueries: mean(({originQueries}) => originQueries),
			waited: mean(({waited}) => waited),
			recoverySeconds: mean(({tookMs}) => tookMs) / 1000,
			fillSeconds,
			shed,
		},
		firings: each.map(({originQueries, waited, tookMs}) => ({originQueries, waited, recoverySeconds: tookMs / 1000})),
		predicted,
		backends: shownBackends(backends),
	};
}

function loadJson({policy, arrivals, fillSeconds, ownProcess = false}: ReadingLoad): object {
	const isOn = {
		'single-flight': policy.singleFlight,
		lock: policy.lockSeconds > 0,
		swr: policy.staleSeconds > 0,
		xfetch: policy.xfetchBeta > 0,
		jitter: policy.jitterFraction > 0,
		'stale-on-error': policy.staleOnErrorSeconds > 0,
	};
	return {ttlSeconds: policy.ttlSeconds, arrivals, fillSeconds, ownProcess, protection: protections.map(({name}) => name).filter(name => isOn[name])};
}
