import type {SharedClock} from '../../flows/shared-clock.ts';
import {watchLoopDelay} from './loop-delay.ts';
import type {Surroundings} from './surroundings.ts';

/** The clocks are compared so often, in milliseconds. */
const checkEveryMs = 60_000;

/** Ticks once a second, and keeps the shared clock right. */
export type Clocks = {
	/** Compares the clocks, and asks whose answers are cached: both may be others since. While it does, a further wish is for once more after it. */
	check(): Promise<void>;
	stop(): void;
};

export function startClocks({say, services, key}: Surroundings, shared: SharedClock): Clocks {
	const loopDelay = watchLoopDelay();
	let checkedAt = 0;
	let isChecking = false;
	let isWantedAgain = false;

	const check = async () => {
		const open = services();
		if (!open) {
			return;
		}

		// One at a time: what one finds is told once, and a clock that was set would be taken for set twice.
		if (isChecking) {
			isWantedAgain = true;
			return;
		}

		isChecking = true;
		checkedAt = performance.now();
		const found = await shared.check(open);
		// What has ended was timed by the clock before.
		say({type: 'clocks-checked', check: found});
		isChecking = false;
		await key()
			?.resolve()
			.catch(() => undefined);
		if (isWantedAgain) {
			isWantedAgain = false;
			await check();
		}
	};

	const tick = setInterval(() => {
		say({type: 'delay-measured', delayMs: loopDelay.measure()});
		say({type: 'clock-ticked'});
		if (shared.wasSet() || performance.now() - checkedAt > checkEveryMs) {
			void check();
		}
	}, 1000);

	return {
		check,
		stop() {
			clearInterval(tick);
			loopDelay.stop();
		},
	};
}
