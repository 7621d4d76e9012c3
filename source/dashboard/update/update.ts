import {said, type Wording} from '../../scenarios/wording.ts';
import type {State} from '../state/state.ts';
import type {Command, Commands} from './command.ts';
import type {Event, Events} from './event.ts';
import {movesAfter} from './update-moves.ts';
import {sessionAfter} from './update-session.ts';
import type {Handlers, Next} from './step.ts';
import {auditHandlers} from './update-audit.ts';
import {cacheHandlers} from './update-cache.ts';
import {drillHandlers} from './update-drill.ts';
import {jobHandlers} from './update-jobs.ts';
import {laboratoryHandlers} from './update-laboratory.ts';
import {loadHandlers} from './update-load.ts';
import {factHandlers} from './update-facts.ts';
import {fillHandlers} from './update-fill.ts';
import {memoryHandlers} from './update-memory.ts';
import {programHandlers} from './update-program.ts';
import {promptHandlers} from './update-prompts.ts';
import {historyHandlers} from './update-history.ts';
import {rivalHandlers} from './update-rivals.ts';
import {savingHandlers} from './update-saving.ts';

const handlers: Handlers<Events, Commands> = {
	...auditHandlers,
	...cacheHandlers,
	...drillHandlers,
	...jobHandlers,
	...laboratoryHandlers,
	...loadHandlers,
	...factHandlers,
	...fillHandlers,
	...memoryHandlers,
	...programHandlers,
	...promptHandlers,
	...historyHandlers,
	...rivalHandlers,
	...savingHandlers,
};

/**
 * What follows from an event: the next state, and what is to be done. Pure; the only way the state changes.
 * @param nowMs when it happened, in epoch milliseconds
 */
export function update(state: State, event: Event, nowMs: number): Next<Command> {
	// TypeScript does not see that handler and event have the same name.
	const handle = handlers[event.type] as (state: State, event: Event, nowMs: number) => State | Next<Command>;
	const handled = handle(state, event, nowMs);
	const {state: next, commands} = 'commands' in handled ? handled : {state: handled, commands: []};
	const remarked = remarkOnJob(state, event, next);
	const session = sessionAfter(remarked, event, nowMs);
	const moves = movesAfter(state, event, remarked, nowMs);
	return {state: session === remarked.session && moves === remarked.moves ? remarked : {...remarked, session, moves}, commands};
}

/** What changes while a benchmark runs stands beside its figures. */
const remarks: Partial<Record<Event['type'], Wording>> = {
	'ttl-chosen': 'the TTL changed',
	'viewers-chosen': 'the viewers changed',
	'protection-chosen': 'the protection changed',
	'added-fill-chosen': 'the slow origin changed',
	'memory-limited': 'the memory of Redis changed',
	'ledger-taking-over': ({facts}) => `PostgreSQL took over ${facts.many}`,
	'stream-rate-chosen': ({facts}) => `the rate of ${facts.many} changed`,
};

function remarkOnJob({job: before, isStreaming}: State, {type}: Event, next: State): State {
	const {scenario} = next;
	const wording = isStreaming === next.isStreaming ? remarks[type] : `${scenario.facts.many} arrived`;
	const remark = wording && said(wording, scenario);
	const {job} = next;
	return remark === undefined || before?.name !== 'benchmark' || !job || job.remarks.includes(remark)
		? next
		: {...next, job: {...job, remarks: [...job.remarks, remark]}};
}
