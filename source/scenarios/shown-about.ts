import type {Scenario} from './scenario.ts';

/** The one that is shown first, of all that a scenario's question may be about. */
export function shownAbout({question: {abouts}}: Scenario): string {
	return abouts?.all[0] ?? '';
}
