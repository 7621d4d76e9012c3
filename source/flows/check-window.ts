import type {FillEnds, FillNews} from './fill-ends.ts';

/** Facts that leave the window so soon may be gone from MongoDB, whose own clock removes them, in milliseconds. */
const leavingMs = 5 * 60_000;

/**
 * Sees to the MongoDB that is filled: that it has its index, that it is the one that the ledger filled last, and that it has not lost its
 * facts; otherwise all of the window are queued anew. How that is noticed: by the identity of its collection, which the ledger keeps, at the
 * start by the number of facts in the window on both sides, and later by a window that is empty where the ledger's is not.
 * @returns looks, and gives the identity; undefined while another program fills another MongoDB from the same ledger
 */
export function checkWindow({ledger, window}: FillEnds, told: (news: FillNews) => void): (signal: AbortSignal) => Promise<string | undefined> {
	const {outbox} = ledger;
	let known: string | undefined;

	const queue = async (identity: string, why: 'another' | 'lost', signal: AbortSignal) => {
		const facts = await outbox.queueWindow(identity, {unlessFilled: why === 'another'}, signal);
		if (facts !== undefined && facts > 0) {
			told({type: 'refilling', facts, why});
		}
	};

	const hasLost = async (isFirst: boolean, signal: AbortSignal): Promise<boolean> => {
		if (!isFirst && await window.estimate() > 0) {
			return false;
		}

		// In this order: what is handled meanwhile is counted twice, not missed.
		const expected = await outbox.windowCount(leavingMs, signal);
		const queued = expected === 0 ? 0 : await outbox.size(signal);
		return expected > queued + (expected === 0 ? 0 : await window.count(signal));
	};

	return async signal => {
		await ledger.prepare(signal);
		let identity = await window.identity(signal);
		if (identity === undefined || identity !== known) {
			await window.prepare();
			identity = await window.identity(signal);
		}

		if (identity === undefined) {
			throw new Error('MongoDB has no collection after one was made');
		}

		const filled = await outbox.filled(signal);
		const isFirst = known !== identity;
		if (filled !== identity) {
			if (!isFirst) {
				return undefined;
			}

			await queue(identity, 'another', signal);
		} else if (await hasLost(isFirst, signal)) {
			await queue(identity, 'lost', signal);
		}

		known = identity;
		return identity;
	};
}
