// One check of the clocks at a time, and what it finds is told once, however slowly a store answers.
import {expect, test} from 'vitest';
import {startClocks} from '../../../source/dashboard/commands/clocks.ts';
import type {Surroundings} from '../../../source/dashboard/commands/surroundings.ts';
import {createSharedClock} from '../../../source/flows/shared-clock.ts';
import {openServices} from '../../../source/services.ts';
import {until} from '../../until.ts';
import {createWorld} from './open-world.ts';

test('a clock that is set while a store is slow to answer is taken for set once', async () => {
	let aheadMs = 0;
	let answers: Array<() => void> | undefined;
	const {state, events, runner} = createWorld(
		{orders: '20', refresh: '1h'},
		async (...given) => {
			const opened = await openServices(...given);
			const slow = async () => {
				await new Promise<void>(resolve => {
					if (answers) {
						answers.push(resolve);
					} else {
						resolve();
					}
				});
				return -aheadMs;
			};
			return {...opened, window: {...opened.window, clockOffsetMs: slow}, cache: {...opened.cache, clockOffsetMs: slow}};
		},
		createSharedClock(() => Date.now() + aheadMs),
	);
	await runner.open();
	await until(() => state().shown);
	const ticks = () => events.filter(({type}) => type === 'clock-ticked').length;
	const shownAsOfMs = state().shown!.answer.asOfMs;
	answers = [];
	aheadMs = 3_600_000;
	await until(() => answers!.length > 0);
	// Some ticks go by before the stores answer.
	const from = ticks();
	await until(() => ticks() >= from + 3);
	const checks = () => events.filter(event => event.type === 'clocks-checked' && event.check.steppedMs !== undefined).length;
	for (const answer of answers.splice(0)) {
		answer();
	}

	answers = undefined;
	await until(() => checks() > 0);
	const after = ticks();
	await until(() => ticks() >= after + 2);
	expect(checks()).toBe(1);
	expect(state().activity.filter(({text}) => text.includes('jumped forward by 1 h'))).toHaveLength(1);
	expect(Math.abs(state().shown!.answer.asOfMs - shownAsOfMs)).toBeLessThan(2000);
	await runner.close();
});

test('a layer that is open only after a check began is compared when that has ended', async () => {
	let answer = () => {};
	const slow = async () => {
		await new Promise<void>(resolve => {
			answer = resolve;
		});
		return 0;
	};
	const later: {ledger?: {clockOffsetMs(): Promise<number>}} = {};
	const open = {cache: {clockOffsetMs: slow}, window: {clockOffsetMs: async () => 0}, later};
	const clock = createSharedClock();
	const {check, stop} = startClocks({say: () => {}, services: () => open, key: () => undefined} as unknown as Surroundings, clock);
	const first = check();
	later.ledger = {clockOffsetMs: async () => -7200};
	await check();
	answer();
	const wasAnswered = answer;
	await until(() => answer !== wasAnswered);
	answer();
	await first;
	stop();
	expect(clock.differences.postgres).toBe(-7200);
});
