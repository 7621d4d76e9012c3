import {expect, test} from 'vitest';
import {checkLive, checkLiveOrSay} from '../../source/flows/check-live.ts';
import {liveText} from '../../source/flows/live-words.ts';
import {Problem} from '../../source/words/problem.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {birds} from '../scenarios/miniature/birds.ts';

const rows = (count: number) => [{_id: 'heron', birds: count, sightings: 1}];

/** A scenario whose live answer counts so many birds, or cannot be told. */
const flying = (count: number | undefined): Scenario => ({
	...birds,
	live: {
		writes: () => [],
		question: {
			title: 'Redis flock',
			commands: () => [['GET', 'flock']],
			answer(_, asking) {
				if (count === undefined) {
					throw new Problem('The flock cannot be told');
				}

				return birds.question.answer(rows(count), asking);
			},
		},
	},
});

const ends = (count: number | undefined) => ({
	scenario: flying(count),
	window: {ask: async () => rows(2), name: async () => 'o'},
	cache: {run: async () => ['x']},
	timeZone: 'UTC',
});
const options = {about: 'Como', clock: () => 1000, signal: new AbortController().signal};

test('what is live is compared with MongoDB; what cannot be told is said, and fails nothing where the cached answer stands', async () => {
	expect(await checkLiveOrSay(ends(2), options)).toMatchObject({title: 'Redis flock', equal: true});
	expect(await checkLiveOrSay(ends(3), options)).toMatchObject({equal: false});
	const failed = await checkLiveOrSay(ends(undefined), options);
	expect(liveText(failed!)).toBe('Redis flock gave no answer: The flock cannot be told.');
	await expect(checkLive(ends(undefined), options)).rejects.toThrow('The flock cannot be told');
});
