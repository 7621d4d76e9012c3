import type {Collection, FindCursor} from 'mongodb';
import {orderSchema, type StoredOrder} from '../scenarios/shop/order.ts';
import {Problem} from '../words/problem.ts';
import {plainText} from '../words/plain-text.ts';
import {mongoFailure} from './mongo-failure.ts';
import {batchSize, type OrderDocument} from './mongo-inserts.ts';
import {within} from './mongo-time-limit.ts';
import {usableOrders} from '../scenarios/shop/usable-orders.ts';

/** Orders placed in (`fromMs`, `toMs`] that can be counted, oldest first, those of one instant by id. */
export async function * streamOrders(collection: Collection<OrderDocument>, address: string, fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<StoredOrder, void> {
	// The sort is the index's own order, so the server need not hold the window to sort it; ties are settled here.
	const cursor = collection.find(usableOrders(fromMs, toMs), {sort: {placedAt: 1}, batchSize, allowDiskUse: true, ...(signal && {signal})});
	let ofOneInstant: StoredOrder[] = [];
	try {
		for (let document = await nextOf(cursor, address, signal); document !== null; document = await nextOf(cursor, address, signal)) {
			const {_id, ...rest} = document;
			const parsed = orderSchema.safeParse({id: idText(_id), ...rest});
			if (!parsed.success) {
				throw new Problem(`The order ${plainText(String(_id))} in MongoDB cannot be archived, its ${parsed.error.issues[0]?.path.join('.')} is not as expected: mend or remove it`);
			}

			if (ofOneInstant[0]?.placedAt.getTime() !== parsed.data.placedAt.getTime()) {
				yield * ofOneInstant.sort(byId);
				ofOneInstant = [];
			}

			ofOneInstant.push(parsed.data);
		}

		yield * ofOneInstant.sort(byId);
	} finally {
		// A server that does not answer need not be told.
		void cursor.close().catch(() => undefined);
	}
}

/** An id as text, of whatever type others gave it. */
function idText(id: unknown): string {
	return typeof id === 'object' && id !== null && 'toHexString' in id ? String(id) : typeof id === 'string' ? id : JSON.stringify(id);
}

/** The next document; what is not here yet is waited for as long as any answer. */
async function nextOf<T>(cursor: FindCursor<T>, address: string, signal?: AbortSignal): Promise<T | null> {
	try {
		return await (cursor.bufferedCount() > 0 ? cursor.next() : within(async () => cursor.next(), signal));
	} catch (error) {
		throw mongoFailure(error, address);
	}
}

function byId(a: StoredOrder, b: StoredOrder): number {
	return a.id < b.id ? -1 : 1;
}
