import {expect, test} from 'vitest';
import {answerDay} from '../../../source/scenarios/shop/answer-day.ts';

const berlin = {day: '2026-11-25', timeZone: 'Europe/Berlin', asOfMs: Date.parse('2026-11-25T22:59:00Z')};

test.each<[string, typeof berlin, string, ReturnType<typeof answerDay>]>([
	['its own day', berlin, '2026-11-25T22:59:30Z', {heading: 'today', now: undefined, began: undefined}],
	['after midnight', berlin, '2026-11-25T23:00:00Z', {heading: 'Wed 25 Nov', now: 'Thu 26 Nov', began: undefined}],
	['two days on', berlin, '2026-11-27T12:00:00Z', {heading: 'Wed 25 Nov', now: 'Fri 27 Nov', began: undefined}],
	['a clock that was set back', berlin, '2026-11-24T12:00:00Z', {heading: 'today', now: undefined, began: undefined}],
	...(['America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'] as const).flatMap(
		(timeZone): Array<[string, typeof berlin, string, ReturnType<typeof answerDay>]> => {
			const midnightMs = {
				'America/New_York': Date.UTC(2026, 10, 25, 5),
				'Asia/Kolkata': Date.UTC(2026, 10, 24, 18, 30),
				'Pacific/Kiritimati': Date.UTC(2026, 10, 24, 10),
			}[timeZone];
			const at = (minutes: number) => new Date(midnightMs + minutes * 60_000).toISOString();
			const answer = {day: '2026-11-25', timeZone, asOfMs: midnightMs + 1000};
			return [
				[`00:00:40 in ${timeZone}`, answer, at(2 / 3), {heading: 'today', now: undefined, began: 'today began just now'}],
				[`00:20 in ${timeZone}`, answer, at(20), {heading: 'today', now: undefined, began: 'today began 20 min ago'}],
				[`01:05 in ${timeZone}`, answer, at(65), {heading: 'today', now: undefined, began: undefined}],
			];
		},
	),
])('%s', (_, answer, now, seen) => {
	expect(answerDay(answer, Date.parse(now))).toEqual(seen);
});
