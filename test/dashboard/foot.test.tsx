import {shop} from '../../source/scenarios/shop/shop.ts';
import {merchants} from '../../source/scenarios/merchants/merchants.ts';
import {rides} from '../../source/scenarios/rides/rides.ts';
import {render} from 'ink-testing-library';
import {describe, expect, test} from 'vitest';
import {byLayer} from '../../source/layers/layers.ts';
import {Foot} from '../../source/dashboard/foot.tsx';
import type {Question} from '../../source/dashboard/state/asked.ts';
import {initialState, type State} from '../../source/dashboard/state/state.ts';

const server = {kind: 'server', label: 'MongoDB 8.0.4', version: '8.0.4', address: 'mongodb://h:27017'} as const;
const start = initialState({scenario: shop, ascii: false, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 80, 24, 0);
const opened: State = {...start, layers: {...byLayer(() => ({health: 'up', backend: undefined}) as const), mongo: {health: 'up', backend: server}}};
const seeding: Question = {about: 'seed', count: 500};

const bar = (state: State) =>
	render(<Foot state={state} />)
		.lastFrame()!
		.split('\n')
		.map(line => line.trimEnd());

describe('in two lines', () => {
	test('the keys that can be pressed', () => {
		expect(bar(opened)).toEqual([
			' s seed  o orders off  - + t TTL  b bench  a archive  v 1 viewer  p protect',
			' l slow origin  ! stampede  2 layers  3 lab  4 history  5 rivals  ? help  q quit',
		]);
	});

	test('where they find no room, the minor ones go first, then second keys; no screen, help or quit', () => {
		expect(bar({...opened, ttlMode: 'next', viewers: {...opened.viewers, count: 1000}})).toEqual([
			' s seed  o orders off  - + t TTL  b bench  a archive  v 1,000 viewers  p protect',
			' l slow origin  ! stampede  2 layers  3 lab  4 history  5 rivals  ? help  q quit',
		]);
		expect(bar({...opened, screen: 'laboratory'})).toEqual([
			' o orders off  - + t TTL  v 1 viewer  p protect  l slow origin  ! stampede',
			' 1 dashboard  arrows guess  w what if 24 h  e budget  Tab charts  ? help  q quit',
		]);
	});

	test('where each question is about one of many, and the screens find no room, one entry stands for all of them', () => {
		expect(bar({...opened, scenario: merchants})).toEqual([
			' s seed  o orders off  n next merchant  - + t TTL  b bench  a archive',
			' v 1 viewer  p protect  l slow origin  ! stampede  2-5 screens  ? help  q quit',
		]);
	});

	test('beside the keys of the laboratory the next one goes before what the lesson asks there', () => {
		const reached = {...opened.streamPace, reachedPerSecond: 71};
		expect(bar({...opened, scenario: rides, screen: 'laboratory', isStreaming: true, factsPerSecond: 125, streamPace: reached})).toEqual([
			' o reports 71 of 125 a second  - + t TTL  v 1 viewer  p protect  l slow origin',
			' ! stampede  1 dashboard  arrows guess  w what if 24 h  e budget  ? help  q quit',
		]);
	});

	test('while orders come, their rate is there too, and no other key of the lesson goes', () => {
		expect(bar({...opened, isStreaming: true})).toEqual([
			' s seed  o orders 2 a second  [ ] O rate  - + t TTL  b bench  a archive',
			' v 1 viewer  p protect  l slow origin  ! stampede  2-5 screens  ? help  q quit',
		]);
	});

	test('what can be spared goes after that, the rate before the seed, and then nothing of what is wanted', () => {
		const many = {...opened, isStreaming: true, factsPerSecond: 5000, viewers: {...opened.viewers, count: 1000}};
		expect(bar(many)).toEqual([
			' s seed  o orders 5,000 a second  - + t TTL  b bench  a archive  v 1,000 viewers',
			' p protect  l slow origin  ! stampede  2-5 screens  ? help  q quit',
		]);
	});

	test('a prompt, with what leaves it, or why it was refused', () => {
		expect(bar({...opened, prompt: {kind: 'ttl', text: '45'}})).toEqual([
			' TTL (100 ms to 7 days; such as 45 s, 5 min or 24 h): 45_',
			' Enter accepts, Esc cancels; without a unit, 5 is 5 s',
		]);
		expect(bar({...opened, prompt: {kind: 'ttl', text: '5x', refusal: 'not that'}})).toEqual([
			' TTL (100 ms to 7 days; such as 45 s, 5 min or 24 h): 5x_',
			' not that',
		]);
	});

	test.each([
		['The number of viewers wants a whole number from 0 to 1,000, not "12.5"', 'The number of viewers wants a whole number from 0 to 1,000, not "12.5"'],
		['The TTL wants a time from 100 ms to 7 days, such as 45s or 24h, not "twelve seconds"', 'The TTL wants a time from 100 ms to 7 days, such as 45s or 24h'],
		['The TTL wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "5x"', 'The TTL wants a time from 100 ms to 7 days'],
		[
			'The TTL wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "1,5": write a decimal point, as in 1.5',
			'The TTL wants a time from 100 ms to 7 days: write a decimal point, as in 1.5',
		],
		[
			'The error budget wants a share from 0.01 to 50 %, not "99,5": write a decimal point, as in 1.5',
			'The error budget wants a share from 0.01 to 50 %: write a decimal point',
		],
	])('of the refusal %j what finds room is said: its range always', (refusal, shown) => {
		expect(bar({...opened, prompt: {kind: 'ttl', text: '5x', refusal}})[1]).toBe(` ${shown}`);
	});

	test('a question, with its answers', () => {
		expect(bar({...opened, held: {mongo: 1200}, question: seeding})).toEqual([
			' MongoDB 8.0.4 already holds 1,200 orders.',
			' Store 500 more beside them? y yes   n no',
		]);
	});
});
