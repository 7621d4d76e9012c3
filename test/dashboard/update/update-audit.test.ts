import {expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {update} from '../../../source/dashboard/update/update.ts';
import {nowMs, openState, stateAfter} from '../desk.ts';

const audited = (...fields: readonly string[]) => ({type: 'fact-audited', audit: {id: 'ABC', differences: fields.map(field => ({field}))}}) as unknown as Event;

test('an audit is a job; the newest is looked into where no id is given', () => {
	const {state, commands} = update(openState, {type: 'audit-wished', id: undefined}, nowMs);
	expect([state.job?.name, commands]).toEqual(['audit', [{type: 'audit', id: undefined}]]);
});

test.each([
	[[], 'done', 'audit of ABC: its copies that count do not differ'],
	[['status', 'total'], 'failed', 'audit of ABC: its copies DIFFER in status, total'],
] as const)('copies that differ in %j are said', (fields, kind, text) => {
	const state = stateAfter(openState, {type: 'audit-wished', id: 'ABC'}, audited(...fields));
	expect(state.activity[0]).toMatchObject({kind, text});
	expect([state.job, state.audit?.id]).toEqual([undefined, 'ABC']);
	expect(stateAfter(state, {type: 'audit-closed'}).audit).toBeUndefined();
});
