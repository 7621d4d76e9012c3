import type {Scenario} from '../scenarios/scenario.ts';

/** Why nothing can be read back: the archive is empty, or another one than was meant. */
export function nothingArchived({facts: {many}}: Scenario): string {
	return `No ${many} are archived yet: run shopstream-tui archive first, with the same --data DIR or --bucket NAME`;
}
