import {readFigures} from '../../lab/read-counts.ts';
import type {TheoryQuestion as Asked} from '../../lab/laboratory.ts';
import {ttlGrid} from '../../lab/theory-curve.ts';
import {fewestReads, type State} from '../state/state.ts';
import {isOpen} from './is-open.ts';
import {isPredictedInThread} from './predicted-reads.ts';
import {presentLoad} from './present-load.ts';

/** TTLs of a theoretical curve. */
const curvePoints = 61;

/** What is to be asked of theory. */
export type TheoryQuestion = {
	readonly question: Asked;
	/** The same as text: figures that changed too little to be seen leave it as it is. */
	readonly text: string;
	/** The run it is asked in. */
	readonly run: State['recount'];
	readonly reads: number;
	readonly seenHitRate: number | undefined;
	/** Nothing stands on the screen until it is answered; else it makes what stands there more exact. */
	readonly isAwaited: boolean;
};

/**
 * What is to be asked of theory about a state; undefined where its answer is known or nobody looks at it.
 * @param hasCurve the screen shows it as a curve over TTLs
 */
export function theoryQuestion(state: State, hasCurve: boolean): TheoryQuestion | undefined {
	if (!isOpen(state) || !(hasCurve || isPredictedInThread(state))) {
		return undefined;
	}

	const {
		statistics,
		laboratory: {theory},
		recount,
	} = state;
	const {reads} = statistics;
	const load = presentLoad(state);
	const {keysInMemory} = load;
	const asked = {
		...load,
		fillSeconds: Number(load.fillSeconds.toPrecision(2)),
		keysInMemory: keysInMemory && Number(keysInMemory.toPrecision(2)),
	};
	// Another scenario opens another dashboard: its keys are as popular as ever.
	const text = JSON.stringify({load: {...asked, popularity: undefined}, hasCurve});
	// A band is of one number of reads: it is asked for again when they are a fifth more.
	if (theory?.isCurrent && text === theory.question && (reads < fewestReads || reads < 1.2 * theory.reads)) {
		return undefined;
	}

	return {
		question: {load: asked, reads: reads < fewestReads ? 0 : reads, ttlsSeconds: hasCurve ? ttlGrid(curvePoints) : []},
		text,
		run: recount,
		reads,
		seenHitRate: readFigures(statistics).hitRate,
		isAwaited: !theory?.isCurrent || (hasCurve && theory.curve === undefined),
	};
}
