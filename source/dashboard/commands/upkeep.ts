import {setTimeout as pause} from 'node:timers/promises';
import {keepLive} from '../../flows/keep-live.ts';
import type {Upkeep} from '../../scenarios/live.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import {whileWanted} from './while-wanted.ts';

/** Does what a scenario's live structure needs, each thing as often as it needs it, and says what was mended. */
export function createUpkeep({say, services, clock, config}: Pick<Surroundings, 'say' | 'services' | 'clock' | 'config'>): Keeper<true> {
	/** Of a failure that lasts is told once. */
	const failures = new Map<string, string>();
	const keep = async (upkeep: Upkeep, signal: AbortSignal) => {
		try {
			const mended = await keepLive(upkeep, services()!, clock(), signal);
			failures.delete(upkeep.name);
			if (mended !== undefined) {
				say({type: 'noted', text: plainText(mended), failed: false});
			}
		} catch (error) {
			const reason = plainText(sayFailure(error));
			if (!signal.aborted && failures.get(upkeep.name) !== reason) {
				failures.set(upkeep.name, reason);
				say({type: 'noted', text: `${upkeep.name}: ${reason}`, failed: true});
			}
		}
	};

	const keepOn = async (upkeep: Upkeep, signal: AbortSignal) => {
		while (!signal.aborted) {
			await keep(upkeep, signal);
			await pause(upkeep.everySeconds * 1000, undefined, {signal}).catch(() => undefined);
		}
	};

	return whileWanted(signal => {
		for (const upkeep of config.scenario.live?.keep ?? []) {
			void keepOn(upkeep, signal);
		}
	});
}
