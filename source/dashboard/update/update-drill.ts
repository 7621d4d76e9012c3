import type {Drill, Loss} from '../../flows/drill-day.ts';
import {archivingOf} from '../../scenarios/archiving-of.ts';
import type {Scenario} from '../../scenarios/scenario.ts';
import type {DayFigures} from '../../stores/postgres-drills.ts';
import {formatAmount} from '../../words/amount.ts';
import {countedText} from '../../words/count.ts';
import {formatLatency} from '../../words/latency.ts';
import {dayText} from '../../words/local-day.ts';
import {note} from './note.ts';
import type {Handlers} from './step.ts';

/** The drill: a day is lost, and restored from the archive. That it is wished is among the facts: it is asked about first. */
export type DrillEvents = {
	/** The day is lost, and restored by itself at an instant (epoch milliseconds). */
	'day-lost': {loss: Loss; restoresAtMs: number};
	/** It is to be restored now. */
	'restore-wished': object;
	'day-drilled': {drill: Drill};
	/** The day of a drill that was cut short is back. */
	'drill-finished': {day: string};
	'drill-closed': object;
};

export type DrillCommands = {
	'restore-now': object;
};

export const drillHandlers: Handlers<DrillEvents, DrillCommands> = {
	'day-lost': (state, {loss, restoresAtMs}, nowMs) =>
		note({...state, drill: {stage: 'lost', loss, restoresAtMs}}, nowMs, `drill: ${dayText(loss.day)} is lost, ${figuresText(state.scenario, loss.before)}`),
	'restore-wished': state => ({state, commands: state.drill?.stage === 'lost' ? [{type: 'restore-now'}] : []}),
	'day-drilled'(state, {drill}, nowMs) {
		const {day, restored, isEqual, restoreMs} = drill;
		const text = `drill: ${dayText(day)} is back from the archive in ${formatLatency(restoreMs)}, ${figuresText(state.scenario, restored)}${isEqual ? ', equal to the cent' : ', NOT EQUAL'}`;
		return note({...state, job: undefined, drill: {stage: 'done', drill, atMs: nowMs}}, nowMs, text, isEqual ? 'done' : 'failed');
	},
	'drill-finished': (state, {day}, nowMs) => note(state, nowMs, `a drill was cut short: ${dayText(day)} is back from the archive`, 'done'),
	'drill-closed': state => (state.drill?.stage === 'done' ? {...state, drill: undefined} : state),
};

/** "14 orders worth 3,920.11". */
function figuresText(scenario: Scenario, {facts, worth}: DayFigures): string {
	const {one, many} = scenario.facts;
	return `${countedText(facts, one, many)} worth ${formatAmount(archivingOf(scenario).worth.unit, worth)}`;
}
