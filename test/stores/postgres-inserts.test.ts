import {expect, test} from 'vitest';
import {insertFacts, type LedgerAsk} from '../../source/stores/postgres-inserts.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';

test('a batch that was given up after a signal, and stands all the same, is counted', async () => {
	const controller = new AbortController();
	let asked = 0;
	const ledger: LedgerAsk = {
		tables: {...ordersLedger, columns: facts => [[...facts]]},
		address: 'postgres://127.0.0.1:1',
		lanes: 2,
		id: String,
		transact: async () => expect.unreachable(),
		// The second one is not answered: it is given up when the signal came a while ago.
		ask: async (_sql, _values, signal) =>
			asked++ === 0
				? {rows: [{added: 1000}], rowCount: 1}
				: new Promise((_, reject) => {
						signal!.addEventListener('abort', () => reject(signal!.reason));
					}),
		askAnew: async () => ({rows: [{standing: 1000}], rowCount: 1}),
	};
	const facts = Array.from({length: 5000}, () => ({}));
	expect(await insertFacts(ledger, facts, {signal: controller.signal, progress: () => controller.abort()})).toEqual({stored: 2000, added: 1000});
});
