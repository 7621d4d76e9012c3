// When PostgreSQL takes over what MongoDB holds, and what is said of it.
import {expect, test} from 'vitest';
import type {Open} from '../../../source/dashboard/commands/surroundings.ts';
import {takeOver} from '../../../source/dashboard/commands/take-over.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {StoreFailure} from '../../../source/stores/store-failure.ts';
import {ofShop} from '../../scenarios/shop/of-shop.ts';

async function said({
	layer = 'mongo',
	kind = 'embedded',
	held = 500,
	take = async () => held,
}: {
	layer?: 'mongo' | 'postgres';
	kind?: 'embedded' | 'server';
	held?: number;
	take?: () => Promise<number>;
}): Promise<Event[]> {
	const events: Event[] = [];
	const open = {...ofShop, placing: {layer, takeOver: take}, window: {backend: {kind}, estimate: async () => held}, later: {ledger: {}}} as unknown as Open;
	await takeOver({say: event => events.push(event), services: () => open}, new AbortController().signal);
	return events;
}

test("it takes over what MongoDB holds, a server's too", async () => {
	expect(await said({})).toEqual([{type: 'ledger-took-over', taken: 500}]);
	expect(await said({kind: 'server'})).toEqual([{type: 'ledger-took-over', taken: 500}]);
});

test('a PostgreSQL that was named takes over nothing', async () => {
	expect(await said({layer: 'postgres'})).toEqual([]);
});

test("more of a server's than an engine should copy stays where it is, and that is said", async () => {
	expect(await said({kind: 'server', held: 100_001})).toEqual([
		{
			type: 'ledger-not-taken-over',
			reason: expect.stringMatching(/^MongoDB holds 100,001 orders, more than .*name a PostgreSQL with --postgres-url$/) as string,
		},
	]);
	expect(await said({held: 100_001})).toEqual([{type: 'ledger-took-over', taken: 100_001}]);
});

test('what PostgreSQL refuses is said', async () => {
	const take = async () => Promise.reject(new StoreFailure('postgres', 'refuses', 'its disk is full', 'PostgreSQL at x refused: its disk is full'));
	expect(await said({take})).toEqual([{type: 'ledger-not-taken-over', reason: 'PostgreSQL at x refused: its disk is full'}]);
});
