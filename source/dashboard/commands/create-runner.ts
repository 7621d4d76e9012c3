import type {Config} from '../../command-line/config.ts';
import {zoneName} from '../../command-line/read-time-zone.ts';
import {type AnswerKey, createAnswerKey} from '../../flows/answer-key.ts';
import {placeFacts} from '../../flows/place-facts.ts';
import type {SharedClock} from '../../flows/shared-clock.ts';
import {backendsOf} from '../../layers/layers.ts';
import type {openServices} from '../../services.ts';
import {shownAbout} from '../../scenarios/shown-about.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Store} from '../store.ts';
import type {Command} from '../update/command.ts';
import type {Event} from '../update/event.ts';
import {cacheCarriers} from './cache.ts';
import {type Clocks, startClocks} from './clocks.ts';
import {createCounts} from './counts.ts';
import {createJobs} from './jobs.ts';
import {createLoad} from './load.ts';
import {createLaterLayers} from './later-layers.ts';
import {createLook} from './look.ts';
import {createMemory} from './memory.ts';
import {createMotion} from './motion.ts';
import {createFillKeeper} from './fill.ts';
import {createFactStream} from './fact-stream.ts';
import {createSimulationKeeper} from './simulation.ts';
import type {Carriers, Open, Surroundings} from './surroundings.ts';
import {finishLastDrill} from './last-drill.ts';
import {savingCarriers} from './save-table.ts';
import {takeOver} from './take-over.ts';
import {createTheoryKeeper} from './theory.ts';
import {createTruthKeeper} from './truth.ts';
import {createUpkeep} from './upkeep.ts';
import {whatRuns} from './what-runs.ts';

type Needs = {
	readonly config: Config<'dashboard'>;
	readonly store: Pick<Store, 'dispatch' | 'connect'>;
	readonly openServices: typeof openServices;
	/** The store's, too. */
	readonly clock: SharedClock;
	readonly quit: () => void;
	/** Opens another scenario in place of this one. */
	readonly leave: (scenario: string) => void;
};

/** Acts in the world as the store says, and tells it what comes of it. It decides nothing. */
export type Runner = {
	/** Opens the stores. Rejects when one cannot be opened. */
	open(): Promise<void>;
	close(): Promise<void>;
	/** What could not be put back in stores of others, in sentences: as far as that is known. */
	undone(): readonly string[];
};

export function createRunner({config, store, openServices, clock: shared, quit, leave}: Needs): Runner {
	let services: Open | undefined;
	let key: AnswerKey | undefined;
	let named: string | undefined;
	/** Which one is shown. */
	let about = shownAbout(config.scenario);
	const ending = new AbortController();
	const say = (event: Event) => {
		if (!ending.signal.aborted) {
			store.dispatch(event);
		}
	};

	const surroundings: Surroundings = {
		config,
		say,
		fail: (text, error) => say({type: 'noted', text: `${text}: ${plainText(sayFailure(error))}`, failed: true}),
		services: () => services,
		key: () => key,
		clock: shared.now,
	};
	const load = createLoad(surroundings);
	const memory = createMemory(surroundings);
	const counts = createCounts({...surroundings, memory});
	const jobs = createJobs(surroundings, load, counts);
	const theory = createTheoryKeeper(surroundings);
	const simulation = createSimulationKeeper(surroundings);
	const later = createLaterLayers({
		...surroundings,
		async opened() {
			void clocks?.check();
			await finishLastDrill(surroundings, ending.signal);
			await takeOver(surroundings, ending.signal);
		},
	});
	const keepers = {
		load,
		theory,
		simulation,
		truth: createTruthKeeper(surroundings),
		counts,
		later,
		fill: createFillKeeper(surroundings),
		upkeep: createUpkeep(surroundings),
		stream: createFactStream(surroundings),
		look: createLook(surroundings),
		motion: createMotion(surroundings),
	};
	const carriers: Carriers = {
		...cacheCarriers(surroundings),
		...counts.carriers,
		...memory.carriers,
		...jobs.carriers,
		...savingCarriers(surroundings),
		'read-now': load.readNow,
		quit,
		leave: ({scenario}) => leave(scenario),
	};
	const carryOut = (command: Command) => (carriers[command.type] as (command: Command) => void)(command);
	let clocks: Clocks | undefined;
	let memoryUndone: string | undefined;
	store.connect({
		tell() {
			const present = key?.of(about);
			if (present !== named) {
				named = present;
				say({type: 'key-named', key: named});
			}

			load.tell();
		},
		follow(state, commands) {
			if (ending.signal.aborted) {
				return;
			}

			({about} = state);
			const runs = whatRuns(state);
			keepers.load.follow(runs.load);
			keepers.truth.follow(runs.truth);
			keepers.counts.follow(runs.counts);
			keepers.later.follow(runs.later);
			keepers.fill.follow(runs.fill);
			keepers.upkeep.follow(runs.upkeep);
			keepers.stream.follow(runs.stream);
			keepers.look.follow(runs.look);
			keepers.motion.follow(runs.motion);
			keepers.theory.follow(runs.theory);
			keepers.simulation.follow(runs.simulation);
			commands.forEach(command => carryOut(command));
		},
	});

	const open = async () => {
		say({type: 'zone-named', timeZone: zoneName(config.timeZone)});
		clocks = startClocks(surroundings, shared);
		const opened = await openServices(config, ({state, sentence}) => say({type: 'noted', text: plainText(sentence), failed: state !== 'late'}));
		if (ending.signal.aborted) {
			return opened.close();
		}

		services = {...opened, placing: placeFacts(opened)};
		key = createAnswerKey(opened);
		await clocks.check();
		const factsHeld = await opened.window.count();
		say({type: 'services-opened', backends: backendsOf(opened), factsHeld, firstFacts: config.orders});
		void finishLastDrill(surroundings, ending.signal);
	};

	return {
		async open() {
			try {
				await (ending.signal.aborted ? undefined : open());
			} catch (error) {
				// What fails once all was left, as what it asks is closed under it, is nobody's failure.
				if (!ending.signal.aborted) {
					throw error;
				}
			}
		},
		async close() {
			ending.abort();
			clocks?.stop();
			Object.values(keepers).forEach(keeper => keeper.follow(undefined));
			// What was changed for a while in stores of others is put back before they are closed.
			[memoryUndone] = await Promise.all([memory.close(), jobs.close(), keepers.fill.close()]);
			await Promise.all([services?.close(), theory.close(), simulation.close()]);
		},
		undone: () => [memoryUndone, jobs.leftBehind()].filter(sentence => sentence !== undefined),
	};
}
