import {expect, test} from 'vitest';
import {createBilling} from '../../../source/dashboard/commands/agree-to-bill.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';

const billed = (billedBytes: number) => ({bytes: 1, billedBytes});

function open() {
	const said: Event[] = [];
	const ending = new AbortController();
	return {billing: createBilling(event => said.push(event)), said, ending, signal: ending.signal};
}

test('what is agreed to is run, and no more than that without being asked again', async () => {
	const {billing, said, signal} = open();
	const first = billing.agree('ask', billed(100), signal);
	expect(said).toEqual([{type: 'bill-found', work: 'ask', billed: billed(100)}]);
	billing.answer(true);
	await first;
	await billing.agree('ask', billed(100), signal);
	expect(said).toHaveLength(1);
	for (const [work, bytes] of [
		['ask', 101],
		['load', 1],
	] as const) {
		const more = billing.agree(work, billed(bytes), signal);
		expect(said.at(-1)).toEqual({type: 'bill-found', work, billed: billed(bytes)});
		billing.answer(true);
		await more;
	}
});

test('what is not agreed to is not run, and asked about again', async () => {
	const {billing, said, signal} = open();
	for (let times = 1; times <= 2; times++) {
		const asking = billing.agree('load', billed(5), signal);
		billing.answer(false);
		await expect(asking).rejects.toThrow('nothing was loaded: BigQuery would have billed for it');
		expect(said).toHaveLength(times);
	}
});

test('a question that nobody answers ends with what it is about', async () => {
	const {billing, signal, ending} = open();
	const asking = billing.agree('ask', billed(5), signal);
	ending.abort(new Error('enough'));
	await expect(asking).rejects.toThrow('enough');
});

test('of work that was cancelled before, nobody is asked', async () => {
	const {billing, said, signal, ending} = open();
	ending.abort(new Error('enough'));
	await expect(billing.agree('ask', billed(5), signal)).rejects.toThrow('enough');
	expect(said).toEqual([]);
});
