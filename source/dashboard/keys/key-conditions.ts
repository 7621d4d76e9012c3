import type {Scenario} from '../../scenarios/scenario.ts';
import {isOpen} from '../selectors/is-open.ts';
import {refillWaitedFor} from '../selectors/refill-text.ts';
import type {State} from '../state/state.ts';

/** What a key needs in order to act: undefined where it is so, else why the key cannot act. */
export type Condition = (state: State) => string | undefined;

/** All of these, in this order: the first that is not so says why the key is off. */
export function needs(...conditions: readonly Condition[]): Condition {
	return state => conditions.map(condition => condition(state)).find(reason => reason !== undefined);
}

/** Of scenarios that ask about many. */
export const isOfMany = ({question: {abouts}}: Scenario): boolean => abouts !== undefined;

export const opened: Condition = state => (isOpen(state) ? undefined : 'the stores are still opening');

export const archived: Condition = ({scenario: {archive, facts}}) => (archive ? undefined : `${facts.many} are not archived`);

/** What is measured in PostgreSQL itself, once it has what MongoDB has. */
export const ledgerOpen: Condition = ({
	scenario: {
		facts: {many},
	},
	placedIn,
	layers: {
		postgres: {health, reason},
	},
}) => {
	switch (health) {
		case 'up': {
			return placedIn === 'postgres' ? undefined : `PostgreSQL has not taken over the ${many} of MongoDB yet`;
		}

		case 'opening': {
			return 'PostgreSQL is still opening';
		}

		case 'out': {
			return reason ?? 'PostgreSQL is not open: it was left out, or opens once the first row is live';
		}

		case 'silent': {
			return 'PostgreSQL does not answer';
		}

		case 'refuses': {
			return `PostgreSQL refuses: ${reason ?? 'it does not say why'}`;
		}
	}
};

/** One long work at a time. */
export const noJob: Condition = state => (state.job ? `${state.job.name} is running: Esc cancels it` : undefined);

/** For what would be measured or kept of a part. */
export const filled: Condition = state => refillWaitedFor(state);

export const notPaused: Condition = state => (state.isPaused ? 'paused: space reads again' : undefined);

/** For what other reads would falsify. */
export const noViewers: Condition = state => (state.viewers.count > 0 ? 'viewers are reading and would distort it: v sets them to none' : undefined);

/** For what is seen where many keys are read. */
export const manyRead: Condition = state => (state.viewers.count > 0 ? undefined : 'the dashboard reads one key alone: v or V brings viewers of all keys');

export const noSimulation: Condition = state => (state.laboratory.simulatingSeconds === undefined ? undefined : 'a simulation is running: Esc cancels it');

/** A text for the key bar of the screens without their own keys: the others need the room for those. */
export const atHome = (text: string) => (_: State, isHome: boolean) => (isHome ? text : undefined);

/** The same for what the layers screen shows on its way. */
export const atHomeAndLayers =
	(text: string) =>
	({screen}: State, isHome: boolean) =>
		isHome || screen === 'layers' ? text : undefined;
