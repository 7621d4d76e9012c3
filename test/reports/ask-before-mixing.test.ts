import {expect, test} from 'vitest';
import {askBeforeMixing} from '../../source/reports/ask-before-mixing.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';

type Case = {readonly kind?: 'server' | 'embedded'; readonly held?: number; readonly yes?: boolean; readonly answer?: string | undefined};

/** What was asked, and how it ended. */
async function ask({kind = 'server', held = 1200, yes = false, answer}: Case): Promise<{asked: string[]; ended: unknown}> {
	const asked: string[] = [];
	const window = {backend: {kind, label: 'MongoDB 8.0.4', version: '8.0.4', address: 'mongodb://h'}, count: async () => held};
	const voice = {
		async ask(question: string) {
			asked.push(question);
			return answer;
		},
	};
	const ended = await askBeforeMixing({scenario: shop, window: window as never}, {yes}, voice, 'store 500 more', 'they expire soon').then(
		() => 'agreed',
		(error: unknown) => error,
	);
	return {asked, ended};
}

test.each<[string, Case]>([
	['the embedded engine', {kind: 'embedded'}],
	['an empty server', {held: 0}],
	['--yes', {yes: true}],
])('%s is no question', async (_, given) => {
	expect(await ask(given)).toEqual({asked: [], ended: 'agreed'});
});

const question = 'MongoDB 8.0.4 at mongodb://h already holds 1,200 orders. Store 500 more beside them (they expire soon)? [y/N]';

test.each(['y', 'Y', 'yes', ' YES '])('%j agrees', async answer => {
	expect(await ask({answer})).toEqual({asked: [question], ended: 'agreed'});
});

test.each(['', 'n', 'yep', 'yesterday'])('%j does not', async answer => {
	expect(await ask({answer})).toMatchObject({asked: [question], ended: {message: 'Nothing was stored', exitCode: 1}});
});

test('where nobody watches, the flag is named', async () => {
	expect(await ask({answer: undefined})).toMatchObject({
		ended: {message: 'MongoDB 8.0.4 at mongodb://h already holds 1,200 orders: add --yes to store 500 more beside them', exitCode: 2},
	});
});

test("a PostgreSQL of one's own is asked about as MongoDB is", async () => {
	const store = (kind: 'server' | 'embedded', label: string, held: number) => ({
		backend: {kind, label, version: '1', address: 'x://h'},
		count: async () => held,
	});
	const asked = async (ledgerHeld: number, yes = false) =>
		askBeforeMixing(
			{scenario: shop, window: store('embedded', 'MongoDB', 500), later: {ledger: store('server', 'PostgreSQL 15.18', ledgerHeld)}},
			{yes},
			{ask: async () => undefined},
			'store 500 more',
		).then(
			() => 'agreed',
			(error: unknown) => (error as Error).message,
		);
	expect(await asked(7)).toBe('PostgreSQL 15.18 at x://h already holds 7 orders: add --yes to store 500 more beside them');
	expect([await asked(0), await asked(7, true)]).toEqual(['agreed', 'agreed']);
});
