// The merchants on a real screen: the counter beside the cached answer, another merchant, many readers; and what is refused.
import {expect, test} from 'vitest';
import {dashboard} from '../terminal/open-dashboard.ts';
import {noonZone} from '../now-noon.ts';
import {printed} from '../terminal/printed.ts';
import {isThorough} from '../thorough.ts';

test("a merchant's sales: the cached answer grows old, the counter does not; another merchant, many readers, the layers", async () => {
	const terminal = await dashboard(['--scenario', 'merchants', '--merchants', '1000', '--orders', '3000', '--time-zone', noonZone()], {columns: 120, rows: 40});
	await terminal.until(/Sales today, amber-ant-art/);
	await terminal.until(/counters of today made/);
	await terminal.until(/counter +[\d,.]+ +\d+ +0\.00/);
	expect(terminal.text()).toMatch(/popularity 1 of 1,000/);
	expect(terminal.text()).toMatch(/1 [a-z]+-[a-z]+-[a-z]+ +[\d,.]+/);
	terminal.press('o');
	const shown = await terminal.until(/cached +[\d,.]+ +\d+ +-[\d,.]+ [^]*counter +[\d,.]+ +\d+ +0\.00[^]*MongoDB now/);
	const [, ofCounter] = /counter +([\d,.]+ +\d+)/.exec(shown)!;
	const [, ofMongo] = /MongoDB now +([\d,.]+ +\d+)/.exec(shown)!;
	expect(ofCounter).toBe(ofMongo);
	terminal.press('o');
	terminal.press('n');
	await terminal.until(/Sales today, black-newt-kids/);
	await terminal.until(/popularity 2 of 1,000/);
	await terminal.until(/counter +[\d,.]+ +\d+ +0\.00/);
	terminal.press('v');
	await terminal.until('> viewers');
	terminal.press('\u001B[C');
	await terminal.until(/> viewers +\d+/);
	terminal.press('\u001B');
	await terminal.until(/misses [\d,]+, [\d,]+ (of rare ones|rare)/);
	terminal.press('2');
	await terminal.until(/merchant_orders|MongoDB/);
	terminal.press('1');
	await terminal.until(/Sales today, black-newt-kids/);
}, 200_000);

test.runIf(isThorough)('lab and what-if speak of all merchants, seen beside predicted', async () => {
	const json = async (...args: readonly string[]) => {
		const {code, stdout, stderr} = await printed([...args, '--scenario', 'merchants', '--merchants', '1000', '--viewers', '100', '--poll', '1s', '--json']);
		expect([code, stderr]).toEqual([0, expect.any(String)]);
		return JSON.parse(stdout) as {
			readonly scenario: string;
			readonly load: {readonly keysInMemory: number};
			readonly measured: {readonly hitRate: number};
			readonly rows: ReadonlyArray<{readonly theory: {readonly hitRate: number}; readonly simulation: {readonly hitRate: number}}>;
		};
	};

	const lab = await json('lab', '--for', '8s', '--keys-in-memory', '300', '--yes');
	expect(lab).toMatchObject({scenario: 'merchants', load: {keys: 1000}});
	// As much as fitted in truth.
	expect(Math.abs(lab.load.keysInMemory - 300)).toBeLessThan(30);
	expect(lab.measured.hitRate).toBeGreaterThan(0);
	const {rows} = await json('what-if', '--ttl', '60s', '--reads', '200000');
	for (const {theory, simulation} of rows) {
		expect(Math.abs(theory.hitRate - simulation.hitRate)).toBeLessThan(0.005);
	}
});

test('what there is none of is refused in a sentence', async () => {
	for (const [args, sentence] of [
		[['--merchants', '10000000', '--scenario', 'merchants'], /--merchants wants a whole number from 1,?000 to 100,?000, not "10000000"/],
		[['--merchants', '1000'], /--merchants belongs to --scenario merchants, not to shop/],
	] as const) {
		const {code, stderr} = await printed(['report', ...args]);
		expect([code, stderr]).toEqual([2, expect.stringMatching(sentence) as string]);
	}
});
