import {capital} from '../words/capital.ts';
import {Problem} from '../words/problem.ts';
import type {Archiving, Scenario} from './scenario.ts';

/** How a scenario's facts are archived. @throws Problem for one whose facts are not */
export function archivingOf({facts, archive}: Pick<Scenario, 'facts' | 'archive'>): Archiving {
	if (!archive) {
		throw new Problem(`${capital(facts.many)} are not archived`, 2);
	}

	return archive;
}
