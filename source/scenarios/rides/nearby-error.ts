import {heldBy} from '../../lab/error-budget.ts';
import {percentText} from '../../words/share.ts';
import {formatDuration} from '../../words/duration.ts';
import type {ErrorModel, OffBy} from '../error-model.ts';
import type {Nearby} from './nearby.ts';
import {meanStillNearShare, stillNearShare} from './still-near.ts';
import {meanSpeedAt} from './streets.ts';

/** What became of a list of drivers: those still near, those who left, and those who arrived since. */
export type Change = {readonly still: number; readonly left: number; readonly came: number};

export function changeOf(shown: Nearby, truth: Nearby): Change {
	const now = new Set(truth.drivers.map(({id}) => id));
	const still = shown.drivers.filter(({id}) => now.has(id)).length;
	return {still, left: shown.drivers.length - still, came: truth.drivers.length - still};
}

/** The share of reads whose error must stay within the budget. */
const heldShare = 0.95;

/** How wrong an old list is: some of its drivers have left. */
export const nearbyError: ErrorModel<Nearby> = {
	headline: {name: 'the list', inFull: 'the list of drivers'},
	compare,
	expectedShare: ({truth, leastSeconds, mostSeconds}) => 1 - meanStillNearShare(leastSeconds, mostSeconds, truth.asOfMs),
	/** The error grows only with the age: the budget holds up to some age, and ages are spread evenly up to the TTL. */
	budget({truth, errorShare, fillSeconds}) {
		const speed = meanSpeedAt(truth.asOfMs);
		const ageSeconds = ageAt(1 - errorShare, speed);
		const ttlSeconds = Math.floor(((ageSeconds - fillSeconds) / heldShare) * 1000) / 1000;
		const drive = `at ${Number(speed.toPrecision(3))} m/s ${percentText(errorShare)} of the drivers near have left after ${formatDuration(ageSeconds)}`;
		return ttlSeconds <= 0
			? {
					ttlSeconds: undefined,
					reason: `no TTL keeps ${heldShare * 100} % of reads that close: ${drive}, and a list is ${formatDuration(fillSeconds)} old when it is stored`,
				}
			: {ttlSeconds, reason: `${drive}; ${heldBy(ttlSeconds, fillSeconds)} keeps ${heldShare * 100} % of reads within it`};
	},
};

function compare(shown: Nearby, truth: Nearby): OffBy {
	const {left, came} = changeOf(shown, truth);
	const [listed, there] = [shown.drivers.length, truth.drivers.length];
	const share = (part: number, of: number) => (of === 0 ? undefined : part / of);
	return {
		rows: [
			{id: 'left', name: 'the list', shortName: 'wrong', inFull: 'the list of drivers', unit: 'count', amount: left, share: share(left, listed), truth: there},
			{id: 'missing', name: 'missing', inFull: 'who came', unit: 'count', amount: came === 0 ? 0 : -came, share: share(-came, there), truth: there},
			{id: 'count', name: 'count', inFull: 'their number', unit: 'count', amount: listed - there, share: share(listed - there, there), truth: there},
		],
		worst: undefined,
	};
}

/** The age at which this share of a list is still right, in seconds, found by bisection. */
function ageAt(share: number, metresPerSecond: number): number {
	let [low, high] = [0, 1];
	while (stillNearShare(high, metresPerSecond) > share) {
		high *= 2;
	}

	for (let step = 0; step < 50; step++) {
		const middle = (low + high) / 2;
		if (stillNearShare(middle, metresPerSecond) > share) {
			low = middle;
		} else {
			high = middle;
		}
	}

	return low;
}
