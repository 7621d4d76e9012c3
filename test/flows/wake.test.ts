import {expect, test} from 'vitest';
import {createWake} from '../../source/flows/wake.ts';

const hour = 3_600_000;

test('whoever waits is woken, and who was woken before does not wait at all, once', async () => {
	const {signal} = new AbortController();
	const wake = createWake();
	wake.now();
	await wake.within(hour, signal);
	let isOver = false;
	const wait = async () => {
		await wake.within(hour, signal);
		isOver = true;
	};

	const waiting = wait();
	await new Promise(resolve => {
		setTimeout(resolve, 5);
	});
	expect(isOver).toBe(false);
	wake.now();
	await waiting;
});

test('nobody waits longer than told, nor after the signal, whenever that fires', async () => {
	const controller = new AbortController();
	const wake = createWake();
	await wake.within(1, controller.signal);
	const waiting = wake.within(hour, controller.signal);
	controller.abort();
	await waiting;
	await wake.within(hour, controller.signal);
});
