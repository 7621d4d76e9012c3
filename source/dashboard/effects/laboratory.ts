import type {Laboratory} from '../../flows/ask-laboratory.ts';
import type {TheoryAnswer, TheoryQuestion} from '../../lab/laboratory.ts';
import {ttlGrid} from '../../lab/theory-curve.ts';
import {sayFailure} from '../../words/problem.ts';
import type {WhatIfOptions, WhatIfRow} from '../../lab/what-if.ts';
import {whatIfSentences} from '../../lab/what-if-sentences.ts';
import {formatDuration} from '../../words/duration.ts';
import {shareText} from '../../words/share.ts';
import {plainText} from '../../words/plain-text.ts';
import {isPredictedInThread} from '../selectors/predicted-reads.ts';
import {presentLoad} from '../selectors/present-load.ts';
import {fewestReads, type State} from '../state/state.ts';
import {expectedErrorShare} from '../selectors/expected-error.ts';
import type {World} from './effects.ts';

/** Reads of a simulation: enough for the third digit of a hit rate near 1, soon enough for a lesson. */
const simulatedReads = 200_000;

/** TTLs of a theoretical curve. */
const curvePoints = 61;

/** What the laboratory computes off the screen's thread: theory for what is seen, and what-if simulations. */
export type LaboratoryEffects = {
	/** Asks for theory anew if the load, its fill time or the number of reads changed enough to be seen. */
	look(): void;
	simulate(ttlSeconds: number): Promise<void>;
	cancel(): void;
	/** Ends a simulation, and nothing is said of it: its load is not the present one any more. */
	drop(): void;
	close(): Promise<void>;
};

export function createLaboratory({config, say, state, clock}: World): LaboratoryEffects {
	// Two threads: theory must not wait for a simulation, nor end with it.
	const theoryThread = createThread();
	const simulationThread = createThread();
	let isAsking = false;
	let simulating: AbortController | undefined;

	const look = async () => {
		const present = state();
		if (isAsking || !present.isOpen || !(present.screen === 'laboratory' || isPredictedInThread(present))) {
			return;
		}

		const asked = questionOf(present);
		const {theory} = present.laboratory;
		const {reads, outcomes} = present.statistics;
		// A band is of one number of reads: it is asked for anew when they are a fifth more.
		if (asked.text === theory?.question && theory.isCurrent && (reads < fewestReads || reads < 1.2 * theory.reads)) {
			return;
		}

		isAsking = true;
		// A load that no formula takes is answered with none.
		const {present: figures, band, curve} = await (await theoryThread.open()).ask({kind: 'theory', theory: asked.question}).catch((): TheoryAnswer => ({present: undefined, band: undefined, curve: []}));
		isAsking = false;
		const isCurrent = questionOf(state()).text === asked.text;
		say({type: 'theory-found', theory: {question: asked.text, isCurrent, present: figures, band, reads, seenHitRate: reads === 0 ? undefined : outcomes.hit / reads, curve}});
		if (!isCurrent) {
			void look();
		}
	};

	const drop = () => {
		const dropped = simulating;
		simulating = undefined;
		dropped?.abort();
	};

	return {
		look: () => void look(),
		async simulate(ttlSeconds) {
			const present = state();
			const options = whatIfOptions(present, ttlSeconds, config.seed);
			const controller = new AbortController();
			drop();
			simulating = controller;
			say({type: 'simulation-started', ttlSeconds});
			try {
				const rows = await (await simulationThread.open()).ask({kind: 'what-if', options}, {signal: controller.signal});
				if (simulating !== controller) {
					return;
				}

				const {simulation: {hitRate, meanAgeSeconds, originPerSecond, reads}} = rows.find(row => row.ttlSeconds === ttlSeconds)!;
				say({
					type: 'simulation-ended',
					point: {ttlSeconds, hitRate, meanAgeSeconds, originPerSecond, reads, errorShare: expectedErrorShare(present, meanAgeSeconds)},
					answer: {askedSeconds: ttlSeconds, sentences: sentencesOf(options, rows)},
					nowMs: clock(),
				});
			} catch (error) {
				if (simulating !== controller) {
					return;
				}

				const reason = controller.signal.aborted ? 'cancelled' : plainText(sayFailure(error));
				say({type: 'simulation-failed', reason, nowMs: clock()});
			} finally {
				if (simulating === controller) {
					simulating = undefined;
				}
			}
		},
		cancel: () => simulating?.abort(),
		drop,
		async close() {
			await Promise.all([theoryThread.close(), simulationThread.close()]);
		},
	};
}

/** The TTL that the lesson starts with, in seconds: what another is compared with where it is the present one itself. */
const usualTtlSeconds = 300;

/** The question about a TTL beside the present one, under the present load; orders fall evenly over the day, which is looked at at noon. */
function whatIfOptions(present: State, ttlSeconds: number, seed: number): WhatIfOptions {
	const {arrivals, fillSeconds, ownProcess} = presentLoad(present);
	const otherSeconds = present.ttlSeconds === ttlSeconds ? usualTtlSeconds : present.ttlSeconds;
	return {
		ttlsSeconds: otherSeconds === ttlSeconds ? [ttlSeconds] : [otherSeconds, ttlSeconds],
		arrivals,
		fillSeconds,
		ownProcess: ownProcess ?? false,
		protection: present.protection,
		reads: simulatedReads,
		ordersPerSecond: present.ordersPerSecond,
		valueVariation: valueVariation(present),
		timeOfDaySeconds: 43_200,
		seed,
	};
}

/** c, by the orders that MongoDB holds; 1 before they are known. */
function valueVariation({truth}: State): number {
	const {orders = 0, cents = 0, squareCents = 0} = truth?.values ?? {};
	return orders === 0 || cents === 0 ? 1 : Math.sqrt(Math.max(0, squareCents * orders / cents ** 2 - 1));
}

/** What it saves and what it costs come first: where there is little room, the rest is left out. */
function sentencesOf(options: WhatIfOptions, rows: readonly WhatIfRow[]): string[] {
	const sentences = whatIfSentences(options, rows);
	return [...sentences.slice(0, 2), hitRatesText(rows), ...sentences.slice(2)];
}

/** "Hits: 99.6 % at 5 min, 99.999 % at 24 h." */
function hitRatesText(rows: readonly WhatIfRow[]): string {
	return `Hits: ${rows.toSorted((a, b) => a.ttlSeconds - b.ttlSeconds)
		.map(({ttlSeconds, theory, simulation}) => `${shareText((theory ?? simulation).hitRate)} at ${formatDuration(ttlSeconds)}`).join(', ')}.`;
}

/** What is to be asked of theory about a state, and the same as text: figures that changed too little to be seen leave it as it is. */
function questionOf(state: State): {readonly text: string; readonly question: TheoryQuestion} {
	const load = presentLoad(state);
	const question = {
		load: {...load, fillSeconds: Number(load.fillSeconds.toPrecision(2))},
		reads: state.statistics.reads < fewestReads ? 0 : state.statistics.reads,
		ttlsSeconds: state.screen === 'laboratory' ? ttlGrid(curvePoints) : [],
	};
	return {text: JSON.stringify({...question, reads: undefined, ttlsSeconds: question.ttlsSeconds.length}), question};
}

/** A thread of the laboratory; what starts threads is loaded with the first question, after the first frame. */
function createThread(): {open(): Promise<Laboratory>; close(): Promise<void>} {
	let opened: Promise<Laboratory> | undefined;
	return {
		open: async () => opened ??= import('../../flows/ask-laboratory.ts').then(({openLaboratory}) => openLaboratory()),
		async close() {
			await (await opened)?.close();
		},
	};
}
