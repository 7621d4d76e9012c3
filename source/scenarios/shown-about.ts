import type {Scenario} from './scenario.ts';

/** Which one is shown first, of those that a scenario's question may be about. */
export function shownAbout({question: {abouts}}: Scenario): string {
	return abouts?.all[0] ?? '';
}
