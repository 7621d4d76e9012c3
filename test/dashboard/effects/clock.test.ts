// One check of the clocks at a time, and what it finds is told once, however slowly a store answers.
import {expect, test} from 'vitest';
import {configOf} from '../../config-of.ts';
import {createEffects} from '../../../source/dashboard/effects/create-effects.ts';
import type {Event} from '../../../source/dashboard/state/event.ts';
import {initialState} from '../../../source/dashboard/state/state.ts';
import {createStore} from '../../../source/dashboard/state/store.ts';
import {createSharedClock} from '../../../source/flows/shared-clock.ts';
import {openServices} from '../../../source/services.ts';
import {until} from '../../until.ts';

test('a clock that is set while a store is slow to answer is taken for set once', async () => {
	const config = configOf('dashboard', {orders: '20', refresh: '1h'});
	const store = createStore(initialState(config, 80, 24, Date.now()));
	const events: Event[] = [];
	let aheadMs = 0;
	let answers: Array<() => void> | undefined;
	const effects = createEffects({
		config,
		dispatch(event) {
			events.push(event);
			store.dispatch(event);
		},
		state: store.state,
		clock: createSharedClock(() => Date.now() + aheadMs),
		async openServices(...given) {
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
	});
	await effects.open();
	await until(() => store.state().shown);
	const ticks = () => events.filter(({type}) => type === 'clock-ticked').length;
	const shownAsOfMs = store.state().shown!.answer.asOfMs;
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
	expect(store.state().activity.filter(({text}) => text.includes('was set forward by 1 h'))).toHaveLength(1);
	expect(Math.abs(store.state().shown!.answer.asOfMs - shownAsOfMs)).toBeLessThan(2000);
	await effects.close();
}, 30_000);
