// The dashboard's session without a terminal, over the embedded engines.
import {expect, test} from 'vitest';
import {type Session, startSession} from '../../source/dashboard/session.tsx';
import {initialState} from '../../source/dashboard/state/state.ts';
import {createSharedClock} from '../../source/flows/shared-clock.ts';
import {configOf} from '../config-of.ts';
import {until} from '../until.ts';

/** What a session is started with, but for its clock. */
function start(flags: Record<string, string>, machine: () => number): Session {
	const config = configOf('dashboard', {without: 'postgres', orders: '100', refresh: '100ms', ...flags});
	const clock = createSharedClock(machine);
	const size = () => ({columns: 80, rows: 24});
	const nothing = () => {};
	return startSession({
		config,
		first: initialState(config, 80, 24, clock.now()),
		clock,
		size,
		asksBackground: false,
		show: nothing,
		giveSuspend: nothing,
		suspend: nothing,
		quit: nothing,
		fail(error) {
			throw error;
		},
	});
}

test('how long it ran is said by the clock that all its times are of', async () => {
	// As where a Redis is an hour ahead of this computer.
	const session = start({}, () => Date.now() + 3_600_000);
	await until(() => session.summary() !== '');
	expect(session.summary()).toMatch(/^shopstream-tui ran for \d+ s, until /);
	await session.close();
});
