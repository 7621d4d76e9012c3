import {protections} from '../../lab/protections.ts';
import {scenarios} from '../../scenarios/scenarios.ts';
import {formatCount} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import type {Menu, PromptKind} from '../state/asked.ts';
import type {State, Viewers} from '../state/state.ts';
import type {Event} from '../update/event.ts';

/** One line of a menu. */
export type MenuRow = {
	readonly title: string;
	/** What it stands at; a switch also says whether it is on. */
	readonly value: (state: State) => string;
	readonly isOn?: (state: State) => boolean;
	/** One line that explains it. */
	readonly says: string;
	/** What space does. */
	readonly toggle?: (state: State) => Event;
	/** What the left and right arrows do: the next smaller or greater figure. Undefined where there is none. */
	readonly step?: (direction: -1 | 1, state: State) => Event | undefined;
	/** What Enter opens. */
	readonly opens?: Event;
	/** What Enter asks for. */
	readonly prompt?: PromptKind;
};

const viewerCounts = [0, 1, 2, 5, 10, 30, 100, 300, 1000];
const everySeconds = [1, 2, 5, 10, 30, 60];
const arrivalKinds = ['poll', 'poisson', 'fixed'] as const;
const arrivalTitles = {poll: 'each polls, phases differ', poisson: 'Poisson, independent', fixed: 'fixed, evenly apart'} as const;

/** The lists of switches that a key opens. */
export const menus: Readonly<Record<Menu['kind'], {readonly title: string; readonly rows: readonly MenuRow[]}>> = {
	viewers: {
		title: 'Viewers',
		rows: [
			{
				title: 'viewers',
				value: ({viewers}) => (viewers.count === 0 ? 'none: the dashboard reads' : formatCount(viewers.count)),
				says: 'readers in place of the dashboard: the screen then shows what they read',
				step: (direction, {viewers}) => changed(viewers, {count: neighbour(viewerCounts, viewers.count, direction)}),
				prompt: 'viewers',
			},
			{
				title: 'arrivals',
				value: ({viewers}) => arrivalTitles[viewers.arrivals],
				says: 'how reads are spaced; all are scheduled ahead, none waits for another',
				step: (direction, {viewers}) => changed(viewers, {arrivals: arrivalKinds[(arrivalKinds.indexOf(viewers.arrivals) + direction + 3) % 3]!}),
			},
			{
				title: 'each reads',
				value: ({viewers}) => `every ${formatDuration(viewers.everySeconds)}`,
				says: 'the time between two reads of one viewer',
				step: (direction, {viewers}) => changed(viewers, {everySeconds: neighbour(everySeconds, viewers.everySeconds, direction)}),
				prompt: 'every-seconds',
			},
			{
				title: 'they stand for',
				value: ({viewers}) => (viewers.ownProcess ? 'laptops, a process each' : 'users of one process'),
				says: 'users share one single-flight; each laptop has its own, and helps no other',
				toggle: ({viewers}) => chosen({...viewers, ownProcess: !viewers.ownProcess}),
				step: (_, {viewers}) => chosen({...viewers, ownProcess: !viewers.ownProcess}),
			},
		],
	},
	scenarios: {
		title: 'Scenarios',
		rows: scenarios.map(({name, teaches}) => ({
			title: name,
			value: () => '',
			says: teaches[0],
			opens: {type: 'scenario-wished', scenario: name},
		})),
	},
	protections: {
		title: 'Protections',
		rows: protections.map(({name, title, says, figure}): MenuRow => ({
			title,
			says,
			isOn: ({protection}) => protection.on.has(name),
			value: ({protection}) => (figure ? figure.text(protection[figure.name]) : ''),
			toggle({protection}) {
				const on = new Set(protection.on);
				if (!on.delete(name)) {
					on.add(name);
				}

				return {type: 'protection-chosen', protection: {...protection, on}};
			},
			...(figure && {
				step(direction: -1 | 1, {protection}: State) {
					const now = protection[figure.name];
					const next = neighbour(figure.steps, now, direction);
					return next === now ? undefined : {type: 'protection-chosen' as const, protection: {...protection, [figure.name]: next}};
				},
				prompt: figure.name,
			}),
		})),
	},
};

function chosen(viewers: Viewers): Event {
	return {type: 'viewers-chosen', viewers};
}

/** What a step changes, if anything. */
function changed(viewers: Viewers, changes: Partial<Viewers>): Event | undefined {
	const isSame = Object.entries(changes).every(([name, value]) => viewers[name as keyof Viewers] === value);
	return isSame ? undefined : chosen({...viewers, ...changes});
}

/** The next smaller or greater of the steps; at an end the figure stays. */
function neighbour(steps: readonly number[], figure: number, direction: -1 | 1): number {
	return (direction === 1 ? steps.find(step => step > figure) : steps.findLast(step => step < figure)) ?? figure;
}
