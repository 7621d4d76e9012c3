import {formatAmount} from '../words/amount.ts';
import {capital} from '../words/capital.ts';
import type {LiveCheck, LiveFailure} from './check-live.ts';

/** Whether what is live says the same. */
export function liveText(check: LiveCheck | LiveFailure): string {
	if ('reason' in check) {
		return `${capital(check.title)} gave no answer: ${check.reason}.`;
	}

	const {
		title,
		equal,
		total: {unit, live, mongo},
	} = check;
	return equal
		? `${capital(title)} and MongoDB gave equal answers at one instant (${formatAmount(unit, live)}).`
		: `NOT EQUAL: ${title} ${formatAmount(unit, live)}, MongoDB ${formatAmount(unit, mongo)}, asked at one instant.`;
}
