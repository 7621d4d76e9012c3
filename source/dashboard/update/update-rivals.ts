import type {Comparison} from '../../flows/compare-plans.ts';
import type {Contention} from '../../flows/contend.ts';
import {contentionSeen} from '../../flows/contention-words.ts';
import {comparedText, equalText} from '../../flows/comparison-words.ts';
import {placed} from '../../scenarios/placed.ts';
import {formatCount} from '../../words/count.ts';
import {formatLatency} from '../../words/latency.ts';
import {note} from './note.ts';
import {startJob} from './start-job.ts';
import type {Handlers} from './step.ts';

/** PostgreSQL measured against the cache. That checkouts are to be placed is among the facts: it is asked about first. */
export type RivalEvents = {
	'comparison-wished': object;
	'plans-compared': {comparison: Comparison};
	'checkouts-contended': {contention: Contention};
};

export type RivalCommands = {
	compare: object;
};

export const rivalHandlers: Handlers<RivalEvents, RivalCommands> = {
	'comparison-wished': state => startJob(state, 'compare', 0, {type: 'compare'}),
	'plans-compared'(state, {comparison}, nowMs) {
		const {many} = state.scenario.facts;
		const text = comparison.equal ? comparedText(comparison) : equalText(comparison, many);
		return note({...state, job: undefined, rivals: {...state.rivals, comparison}}, nowMs, `compare: ${text}`, comparison.equal ? 'done' : 'failed');
	},
	'checkouts-contended'(state, {contention}, nowMs) {
		const {scansP99Ms, cachedP99Ms, dashboards} = contentionSeen(contention);
		const text = `contend: ${placed(state.scenario.facts).many}' p99 ${formatLatency(scansP99Ms)} beside ${formatCount(dashboards)} that scan, ${formatLatency(cachedP99Ms)} beside cached reads; ${formatCount(contention.added)} ${state.scenario.facts.many} placed`;
		return note({...state, job: undefined, mayWrite: true, rivals: {...state.rivals, contention: {...contention, atMs: nowMs}}}, nowMs, text, 'done');
	},
};
