import {expect, test} from 'vitest';
import {newsText, presentNews} from '../../../source/dashboard/selectors/present-news.ts';
import type {Job} from '../../../source/dashboard/state/state.ts';
import {nowMs} from '../desk.ts';

const job: Job = {name: 'archive', done: 0, total: 0, cancelling: false, remarks: [], worstDelayMs: 0};
const said = (running: Job | undefined, ...activity: Parameters<typeof presentNews>[0]['activity']) => presentNews({job: running, activity, nowMs});

test('news is one line, and what failed is marked', () => {
	expect(newsText({text: 'seeded 500 orders', isFailure: false})).toBe('seeded 500 orders');
	expect(newsText({text: 'archive: no answer', isFailure: true})).toBe('! archive: no answer');
	expect(newsText(undefined)).toBeUndefined();
});

test('what runs comes before what happened, with how far it is', () => {
	const last = {atMs: nowMs, text: 'seeded 500 orders', kind: 'done'} as const;
	expect(said(job, last)).toEqual({text: 'archive: Esc cancels', isFailure: false});
	expect(said({...job, total: 1412, done: 1000, stage: 'reading'})!.text).toBe('archive, reading 1,000 / 1,412: Esc cancels');
	expect(said({...job, cancelling: true})!.text).toBe('archive: cancelling');
});

test('what happened is news for twenty seconds, with how often it was said', () => {
	expect(said(undefined)).toBeUndefined();
	expect(said(undefined, {atMs: nowMs - 19_999, text: 'no orders yet', kind: 'note', times: 3})).toEqual({text: 'no orders yet (×3)', isFailure: false});
	expect(said(undefined, {atMs: nowMs - 20_000, text: 'no orders yet', kind: 'note'})).toBeUndefined();
	expect(said(undefined, {atMs: nowMs, text: 'archive: no answer', kind: 'failed'})).toEqual({text: 'archive: no answer', isFailure: true});
});
