import {expect, test} from 'vitest';
import {othersThatHold, serversOfOthers} from '../../../source/dashboard/selectors/servers-of-others.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {openState} from '../desk.ts';

type Kind = 'embedded' | 'server';
const backend = (kind: Kind) => ({kind, label: 'x', version: '1', address: ''});
const on = (mongo: Kind, postgres: Kind, changes: Partial<State> = {}): State => ({
	...openState,
	layers: {...openState.layers, mongo: {health: 'up', backend: backend(mongo)}, postgres: {health: 'up', backend: backend(postgres)}},
	...changes,
});

test('a named MongoDB is somebody else’s, and a named PostgreSQL where facts are placed there', () => {
	expect(serversOfOthers(on('embedded', 'embedded'))).toEqual([]);
	expect(serversOfOthers(on('server', 'server'))).toEqual(['mongo']);
	expect(serversOfOthers(on('server', 'server', {placedIn: 'postgres'}))).toEqual(['postgres', 'mongo']);
	expect(serversOfOthers(on('embedded', 'server', {placedIn: 'postgres'}))).toEqual(['postgres']);
	expect(serversOfOthers(openState)).toEqual([]);
});

test('once it was agreed to, nothing is asked again', () => {
	expect(serversOfOthers(on('server', 'server', {mayWrite: true, placedIn: 'postgres'}))).toEqual([]);
});

test('those that hold facts already', () => {
	const both = on('server', 'server', {placedIn: 'postgres'});
	expect(othersThatHold(both)).toEqual([]);
	expect(othersThatHold({...both, held: {mongo: 0, postgres: 1}})).toEqual(['postgres']);
	expect(othersThatHold({...both, held: {mongo: 7, postgres: 1}})).toEqual(['postgres', 'mongo']);
});
