import {expect, test} from 'vitest';
import {unlessCancelled, waitBriefly} from '../../source/flows/give-up.ts';

const never = new Promise<never>(() => undefined);

test('what has ended is not waited for, well or not', async () => {
	const startedAt = performance.now();
	await waitBriefly(Promise.resolve(1), 60_000);
	await waitBriefly(Promise.reject(new Error('no')), 60_000);
	expect(performance.now() - startedAt).toBeLessThan(30_000);
	await waitBriefly(never, 5);
});

test('work gives what it gives while nobody cancels', async () => {
	const {signal} = new AbortController();
	await expect(unlessCancelled(Promise.resolve(7), signal)).resolves.toBe(7);
	await expect(unlessCancelled(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

test('cancelled work may end by itself, and with its own result', async () => {
	const controller = new AbortController();
	const work = new Promise<string>(resolve => {
		controller.signal.addEventListener('abort', () => setTimeout(resolve, 10, 'half of it'));
	});
	const ending = unlessCancelled(work, controller.signal);
	controller.abort();
	await expect(ending).resolves.toBe('half of it');
});

test.each([true, false])('cancelled work that hangs is given up (before it began: %s)', async isEarly => {
	const controller = new AbortController();
	if (isEarly) {
		controller.abort(new Error('enough'));
	}

	const ending = unlessCancelled(never, controller.signal);
	controller.abort(new Error('enough'));
	await expect(ending).rejects.toThrow('enough');
});

test('cancelled work that must come to its own end is waited for', async () => {
	const controller = new AbortController();
	let end = (_: string) => {};
	const work = new Promise<string>(resolve => {
		end = resolve;
	});
	const ending = unlessCancelled(work, controller.signal, 5, () => true);
	controller.abort(new Error('enough'));
	await waitBriefly(never, 50);
	end('restored');
	await expect(ending).resolves.toBe('restored');
});
