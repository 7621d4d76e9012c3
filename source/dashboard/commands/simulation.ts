import type {WhatIfRow} from '../../lab/what-if.ts';
import {whatIfSentences} from '../../lab/what-if-sentences.ts';
import {formatDuration} from '../../words/duration.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import {shareText} from '../../words/share.ts';
import type {WhatIfQuestion} from '../selectors/what-if-question.ts';
import {createLaboratoryThread} from './laboratory-thread.ts';
import type {Keeper, Surroundings} from './surroundings.ts';

/** Simulates another TTL in virtual time, off the screen's thread and beside theory, which must not wait for it. */
export function createSimulationKeeper({say, config}: Pick<Surroundings, 'say' | 'config'>): Keeper<WhatIfQuestion> & {close(): Promise<void>} {
	const thread = createLaboratoryThread();
	let running: {readonly ttlSeconds: number; readonly controller: AbortController} | undefined;

	const simulate = async ({ttlSeconds, options: asked}: WhatIfQuestion, {signal}: AbortController) => {
		const options = {...asked, seed: config.seed};
		try {
			const rows = await thread.ask({kind: 'what-if', options}, {signal});
			if (!signal.aborted) {
				const {
					simulation: {hitRate, meanAgeSeconds, originPerSecond, reads},
				} = rows.find(row => row.ttlSeconds === ttlSeconds)!;
				say({
					type: 'simulation-ended',
					point: {ttlSeconds, hitRate, meanAgeSeconds, originPerSecond, reads},
					answer: {askedSeconds: ttlSeconds, sentences: sentencesOf(whatIfSentences(options, rows), rows)},
				});
			}
		} catch (error) {
			if (!signal.aborted) {
				say({type: 'simulation-failed', reason: plainText(sayFailure(error))});
			}
		}
	};

	return {
		// One that has begun goes on with the load it was asked for.
		follow(wanted) {
			if (wanted?.ttlSeconds !== running?.ttlSeconds) {
				running?.controller.abort();
				running = wanted && {ttlSeconds: wanted.ttlSeconds, controller: new AbortController()};
				if (wanted && running) {
					void simulate(wanted, running.controller);
				}
			}
		},
		close: thread.close,
	};
}

/** What it saves and what it costs come first: where there is little room, the rest is left out. */
function sentencesOf(sentences: readonly string[], rows: readonly WhatIfRow[]): string[] {
	return [...sentences.slice(0, 2), hitRatesText(rows), ...sentences.slice(2)];
}

/** "Hits: 99.6 % at 5 min, 99.999 % at 24 h." */
function hitRatesText(rows: readonly WhatIfRow[]): string {
	return `Hits: ${rows
		.toSorted((a, b) => a.ttlSeconds - b.ttlSeconds)
		.map(({ttlSeconds, theory, simulation}) => `${shareText((theory ?? simulation).hitRate)} at ${formatDuration(ttlSeconds)}`)
		.join(', ')}.`;
}
