import {setTimeout as pause} from 'node:timers/promises';
import {formatCount} from '../../words/count.ts';
import {timeLimitsMs} from '../../time-limits.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Surroundings} from './surroundings.ts';
import {throttle} from './throttle.ts';

/** How far it is is told at most so often, in milliseconds. */
const progressEveryMs = 500;

/** A MongoDB of one's own may hold more than an engine that goes with the program should copy. */
const mostOfOthers = 100_000;

/** After PostgreSQL or MongoDB did not answer it is tried again so soon, in milliseconds. */
const retryMs = timeLimitsMs.open;

/**
 * Lets PostgreSQL's embedded engine, once it is open, take over what MongoDB holds, and be where facts are placed. A server of one's own
 * is never filled behind its owner's back: it is open before anything is placed, or stays out.
 */
export async function takeOver({say, services}: Pick<Surroundings, 'say' | 'services'>, signal: AbortSignal): Promise<void> {
	const {
		scenario: {
			facts: {many},
		},
		placing,
		window,
		later: {ledger},
	} = services()!;
	if (!ledger || placing.layer === 'postgres') {
		return;
	}

	const tell = throttle(progressEveryMs, (facts: number) => say({type: 'ledger-taking-over', facts}));
	while (!signal.aborted) {
		try {
			const held = window.backend.kind === 'server' ? await window.estimate() : 0;
			if (held > mostOfOthers) {
				say({
					type: 'ledger-not-taken-over',
					reason: `MongoDB holds ${formatCount(held)} ${many}, more than its embedded engine is to copy (${formatCount(mostOfOthers)}); name a PostgreSQL with --postgres-url`,
				});
				return;
			}

			const taken = await placing.takeOver(ledger, {signal, told: tell});
			say({type: 'ledger-took-over', taken});
			return;
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			say({type: 'ledger-not-taken-over', reason: plainText(sayFailure(error))});
			if (!(error instanceof StoreFailure && error.kind === 'silent')) {
				return;
			}

			await pause(retryMs, undefined, {signal, ref: false}).catch(() => undefined);
		}
	}
}
