import type {Stampede} from '../../flows/fire-stampede.ts';
import {readsPerSecond} from '../../lab/arrivals-choice.ts';
import {protections} from '../../lab/protections.ts';
import {countedText, formatCount} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {formatLatency} from '../../words/latency.ts';
import {loadOnShownKey} from './present-load.ts';
import {saturationOf} from './saturation.ts';
import type {State} from '../state/state.ts';

/** What came of a stampede, beside what theory said: "stampede: 42 origin queries (predicted 41.7), 42 reads waited, 1.1 s". */
export function stampedeText({originQueries, waited, tookMs}: Stampede, predicted: number | undefined): string {
	const theory = predicted === undefined ? 'no formula known' : `predicted ${Number(predicted.toFixed(1))}`;
	return `stampede: ${formatCount(originQueries)} origin ${originQueries === 1 ? 'query' : 'queries'} (${theory}), ${countedText(waited, 'read')} waited, ${formatDuration(tookMs / 1000)}`;
}

/** Where the number comes from, and what would show more: one sentence for each, the most telling first. */
export function stampedeReasons(state: State, {originQueries, fillMs}: Stampede, predicted: number | undefined): string[] {
	const perSecond = readsPerSecond(loadOnShownKey(state).arrivals);
	const fillSeconds = fillMs / 1000;
	const late = perSecond * fillSeconds;
	const product = `${short(perSecond)} reads/s × ${fillSeconds < 1 ? formatDuration(Number(fillSeconds.toPrecision(3))) : formatLatency(fillMs)} a fill`;
	const shielding = shieldOf(state);
	if (late < 2) {
		return [
			`${product} = ${short(late)}: no crowd, so nothing to see.`,
			`To see one: l slows the origin${state.addedFillSeconds === 0 ? '' : ' more'}${state.viewers.count < 30 ? ', v brings more readers' : ''}; then ! again.`,
		];
	}

	// The first of them, and those that come while it fills.
	const sum = `1 + ${product} = ${short(1 + late)}`;
	return [
		originQueries <= 2 && shielding
			? `${sum} find no key; ${shielding.title}: ${formatCount(originQueries)} asked.`
			: shielding
				? `${sum} find no key; ${formatCount(originQueries)} asked${state.viewers.ownProcess && shielding.name === 'single-flight' ? ': a laptop each' : ''}.`
				: `${sum} find no key, and all ask MongoDB.`,
		originQueries <= 2 && shielding
			? 'p switches the protection off: then ! shows how many queries it saves.'
			: 'p opens the protections: each makes fewer of them ask.',
		...differs(state, originQueries, predicted),
	];
}

/** What lets few ask: of many processes it is the lock that does, since a single-flight helps its own alone. */
function shieldOf({protection, viewers}: State) {
	const names = viewers.ownProcess && viewers.count > 1 ? (['lock', 'single-flight'] as const) : (['single-flight', 'lock'] as const);
	const name = names.find(candidate => protection.on.has(candidate));
	return protections.find(candidate => candidate.name === name);
}

/** Why theory says nothing, or something else. */
function differs(state: State, originQueries: number, predicted: number | undefined): string[] {
	const {
		statistics: {shed},
	} = state;
	if (predicted === undefined) {
		return ['No formula: the lock expires before the fill ends, so several ask.'];
	}

	const isFar = Math.abs(originQueries - predicted) > 3 && (originQueries > 1.4 * predicted || originQueries < 0.7 * predicted);
	if (!isFar) {
		return [];
	}

	return [
		shed > 0
			? `Not as predicted: ${formatCount(shed)} reads were not started, too many were under way.`
			: saturationOf(state) === undefined
				? `Not as predicted: ${originQueries > predicted ? 'more' : 'fewer'} reads came in this fill than the average.`
				: `Not as predicted: this computer is saturated, and reads queue.`,
	];
}

function short(value: number): string {
	return value >= 9.5 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(2)));
}
