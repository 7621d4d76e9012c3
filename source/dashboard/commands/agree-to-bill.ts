import type {BilledWork} from '../../flows/billing-words.ts';
import type {Billed} from '../../stores/history.ts';
import {Problem} from '../../words/problem.ts';
import type {Surroundings} from './surroundings.ts';

/** Lets whoever watches agree to what is billed for, before it is run. */
export type Billing = {
	/** Rejects when it is not agreed to, or the signal fires. What bills no more than was agreed to for work of its kind is not asked about again. */
	agree(work: BilledWork, billed: Billed, signal: AbortSignal): Promise<void>;
	/** The answer to what was asked last. */
	answer(yes: boolean): void;
};

export function createBilling(say: Surroundings['say']): Billing {
	const agreedBytes: Record<BilledWork, number> = {ask: 0, load: 0};
	let answer = (_yes: boolean) => {};
	return {
		answer: yes => answer(yes),
		async agree(work, billed, signal) {
			if (billed.billedBytes <= agreedBytes[work]) {
				return;
			}

			// Who cancelled while it was found is asked nothing.
			signal.throwIfAborted();
			const isAgreed = new Promise<boolean>((resolve, reject) => {
				answer = resolve;
				signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true});
			});
			say({type: 'bill-found', work, billed});
			if (!(await isAgreed)) {
				throw new Problem(work === 'load' ? 'nothing was loaded: BigQuery would have billed for it' : 'nothing was asked: BigQuery would have billed for it');
			}

			agreedBytes[work] = billed.billedBytes;
		},
	};
}
