import {expect, test} from 'vitest';
import {fireStampede} from '../../source/flows/fire-stampede.ts';
import {createOriginMeter} from '../../source/flows/origin-meter.ts';
import type {Read} from '../../source/flows/read-answer.ts';
import {createReadFeed} from '../../source/flows/read-feed.ts';
import {until} from '../until.ts';

/** A read that ended, as far as a stampede looks at it. */
const ended = (outcome: 'hit' | 'miss' | 'coalesced', about = 'the key') => ({about, outcome, stands: true}) as Read;

test('only reads of the key that waited after it was expired are counted, and only queries until a value stood', async () => {
	const [meter, feed] = [createOriginMeter(), createReadFeed()];
	let isRemoved = false;
	const cache = {
		get: async () => ({status: 'empty'}) as const,
		async remove() {
			isRemoved = true;
		},
	};
	meter.began();
	const firing = fireStampede({cache, key: 'k', about: 'the key', meter, feed, signal: new AbortController().signal});
	feed.add(Promise.resolve(ended('miss')));
	await feed.settled();
	// A fill that began before puts no value back.
	expect(isRemoved).toBe(false);
	meter.settled(5);
	await until(() => isRemoved);
	meter.began();
	meter.began();
	feed.add(Promise.resolve(ended('miss')));
	feed.add(Promise.resolve(ended('coalesced')));
	feed.add(Promise.resolve(ended('hit')));
	feed.add(Promise.resolve(ended('miss', 'another')));
	meter.settled(5);
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	// One that comes when the value stands is none of it.
	meter.began();
	expect(await firing).toMatchObject({originQueries: 2, waited: 2});
});
