import {once} from 'node:events';
import {expect, test} from 'vitest';
import {insertFacts, type LedgerAsk} from '../../source/stores/postgres-inserts.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';

const facts = Array.from({length: 5000}, () => ({}));
const whole = {rows: [{added: 1000}], rowCount: 1};

/** A ledger of two lanes that answers the first batch, and the second one as is said. */
function ledgerOf(second: LedgerAsk['ask']): LedgerAsk {
	let asked = 0;
	return {
		tables: {...ordersLedger, columns: batch => [[...batch]]},
		address: 'postgres://127.0.0.1:1',
		lanes: 2,
		id: String,
		transact: async () => expect.unreachable(),
		ask: async (...its) => (asked++ === 0 ? whole : second(...its)),
		askAnew: async () => ({rows: [{standing: 1000}], rowCount: 1}),
	};
}

test('a batch that is under way at a signal is let end, and no other is begun', async () => {
	const controller = new AbortController();
	let batches = 1;
	const ledger = ledgerOf(async () => {
		batches++;
		await once(controller.signal, 'abort');
		return whole;
	});
	expect(await insertFacts(ledger, facts, {signal: controller.signal, progress: () => controller.abort()})).toEqual({stored: 2000, added: 2000});
	expect(batches).toBe(2);
});

test('a batch that was given up after a signal, and stands all the same, is counted', async () => {
	const controller = new AbortController();
	// It is not answered: it is given up when the signal came a while ago.
	const ledger = ledgerOf(
		async (_sql, _values, signal) =>
			new Promise((_, reject) => {
				signal!.addEventListener('abort', () => reject(signal!.reason));
			}),
	);
	expect(await insertFacts(ledger, facts, {signal: controller.signal, progress: () => controller.abort()})).toEqual({stored: 2000, added: 1000});
});
