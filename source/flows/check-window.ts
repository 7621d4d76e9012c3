import type {FillEnds, FillNews} from './fill-ends.ts';

/** Facts that leave the window so soon may be gone from MongoDB, whose own clock removes them, in milliseconds. */
const leavingMs = 5 * 60_000;

/** Ids that are looked for in the ledger at a time. */
const idsAtATime = 1000;

/** The MongoDB that is filled. */
export type CheckedWindow = {
	readonly identity: string;
	/** Whether all that the ledger has of the window was queued for it. */
	readonly isFilled: boolean;
};

/**
 * Sees to the MongoDB that is filled: that it has its index, that the ledger queues changes for it, and that it has not lost its facts; if it
 * is new or has lost some, all of the window are queued. How that is noticed: by the identity of its collection, of which the ledger keeps
 * whether it was filled, at the start by the number of facts in the window on both sides, and later by a window that is empty where the
 * ledger's is not.
 */
export function checkWindow({ledger, window}: FillEnds, told: (news: FillNews) => void): (signal: AbortSignal) => Promise<CheckedWindow> {
	const {outbox} = ledger;
	let known: string | undefined;

	const queue = async (identity: string, why: 'another' | 'lost', signal: AbortSignal) => {
		const facts = await outbox.queueWindow(identity, {unlessFilled: why === 'another'}, signal);
		if (facts !== undefined && facts > 0) {
			told({type: 'refilling', facts, why});
		}
	};

	/** What was deleted in the ledger while it did not follow this MongoDB; not what others stored there, which has no version. */
	const queueGone = async (identity: string, signal: AbortSignal) => {
		let ids: string[] = [];
		for await (const id of window.versionedIds(signal)) {
			ids.push(id);
			if (ids.length === idsAtATime) {
				await outbox.queueGone(identity, ids.splice(0), signal);
			}
		}

		await outbox.queueGone(identity, ids, signal);
	};

	const hasLost = async (identity: string, isFirst: boolean, signal: AbortSignal): Promise<boolean> => {
		if (!isFirst && (await window.estimate()) > 0) {
			return false;
		}

		// In this order: what is handled meanwhile is counted twice, not missed.
		const expected = await outbox.windowCount(leavingMs, signal);
		return expected > 0 && expected > (await outbox.size(identity, signal)) + (await window.count(signal));
	};

	const identify = async (signal: AbortSignal): Promise<string> => {
		const present = await window.identity(signal);
		if (present !== undefined && present === known) {
			return present;
		}

		await window.prepare();
		const made = await window.identity(signal);
		if (made === undefined) {
			throw new Error('MongoDB has no collection after one was made');
		}

		return made;
	};

	return async signal => {
		await ledger.prepare(signal);
		const identity = await identify(signal);
		const {state, isBack} = await outbox.follow(identity, signal);
		if (state === 'unsure') {
			return {identity, isFilled: false};
		}

		if (state === 'unfilled') {
			if (isBack) {
				await queueGone(identity, signal);
			}

			await queue(identity, 'another', signal);
		} else if (await hasLost(identity, known !== identity, signal)) {
			await queue(identity, 'lost', signal);
		}

		known = identity;
		return {identity, isFilled: true};
	};
}
