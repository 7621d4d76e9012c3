import type {Scenario} from '../scenarios/scenario.ts';

/** Places what is under way in a world that moves, as it is at an instant: what stood there before may be long past. Nothing where nothing moves. */
export async function bringUpToNow(
	{facts: {moving}}: Pick<Scenario, 'facts'>,
	{seed, nowMs}: {readonly seed: number; readonly nowMs: number},
	place: (facts: readonly object[]) => Promise<unknown>,
): Promise<void> {
	if (moving) {
		await place(await moving.now(seed, nowMs));
	}
}
