import type {ContentionSeen} from '../lab/first-question.ts';
import {placed} from '../scenarios/placed.ts';
import type {Facts} from '../scenarios/scenario.ts';
import {capital} from '../words/capital.ts';
import {countedText, formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import type {Contention, PhaseName} from './contend.ts';

// What contention came to, in the words of screen and paper.

/** What contention says of the first question. */
export function contentionSeen({phases, load: {dashboards}, isEmbedded}: Contention): ContentionSeen {
	const of = (wanted: PhaseName) => phases.find(({phase}) => phase === wanted);
	const [scans, cached] = [of('scans'), of('cached')];
	return {dashboards, scansP50Ms: scans?.p50Ms, cachedP50Ms: cached?.p50Ms, scansP99Ms: scans?.p99Ms, cachedP99Ms: cached?.p99Ms, isEmbedded};
}

/** What the checkouts were placed beside. */
export function phaseTitle(phase: PhaseName, {dashboards}: Contention['load']): string {
	const many = countedText(dashboards, 'dashboard');
	return {alone: 'alone', scans: `${many}, scanning`, cached: `${many}, cached`}[phase];
}

/** How it was measured. */
export function loadText({load: {everySeconds, checkoutsPerSecond, secondsPerPhase, dashboards}}: Contention, facts: Facts): string {
	return `${capital(placed(facts).many)} at planned instants (Poisson), ${formatCount(checkoutsPerSecond)} a second for ${formatDuration(secondsPerPhase)} a phase, counted from the plan; ${dashboards === 1 ? 'the dashboard reads' : 'each dashboard reads'} every ${formatDuration(everySeconds)}.`;
}

/** What it left behind. */
export function addedText({facts, added}: Contention, {one, many}: {readonly one: string; readonly many: string}): string {
	return `${countedText(added, one, many)} ${added === 1 ? 'was' : 'were'} placed in the ledger, beside ${formatCount(facts)}.`;
}

/** On the embedded engine checkouts wait for whole scans, as on no server. */
export const embeddedText = (facts: Facts) =>
	`EXAGGERATED: the embedded engine has one session for all, so each ${placed(facts).one} waits until whole scans are over; a server lets them overlap.`;
