import type {Surroundings} from './surroundings.ts';

/** Restores the day of a drill that was cut short, as soon as PostgreSQL is open. */
export async function finishLastDrill({say, fail, services}: Pick<Surroundings, 'say' | 'fail' | 'services'>, signal: AbortSignal): Promise<void> {
	const {
		scenario,
		archive,
		later: {ledger},
	} = services()!;
	if (!ledger || !scenario.archive) {
		return;
	}

	try {
		const {finishDrill} = await import('../../flows/finish-drill.ts');
		const day = await finishDrill({scenario, archive, ledger}, signal);
		if (day !== undefined) {
			say({type: 'drill-finished', day});
		}
	} catch (error) {
		if (!signal.aborted) {
			fail('the drill that was cut short', error);
		}
	}
}
