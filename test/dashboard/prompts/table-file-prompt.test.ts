import {describe, expect, test} from 'vitest';
import {comparison, contention} from '../../rival-results.ts';
import {nowMs, openDesk, type Desk} from '../desk.ts';

const rivals = {comparison, contention: {...contention, atMs: nowMs}};
const openRivals = () => openDesk({screen: 'rivals', rivals});

const erase = (desk: Desk) => desk.press(...Array.from({length: 60}, () => 'backspace'));

describe('E', () => {
	test('asks for a file, under a name that says what it is of and when', () => {
		const desk = openRivals();
		desk.press('E');
		expect(desk.state().prompt).toEqual({kind: 'table-file', table: 'plans', text: 'shopstream-plans-2026-11-24-120000.csv'});
		desk.press('tab');
		expect(desk.state().prompt).toMatchObject({table: 'checkouts', text: 'shopstream-checkouts-2026-11-24-120000.csv'});
		desk.press('tab');
		expect(desk.state().prompt).toMatchObject({table: 'plans'});
	});

	test('Enter saves the table as it stands then; Esc leaves it', () => {
		const desk = openRivals();
		desk.press('E', 'tab', 'return');
		expect(desk.commands).toMatchObject([
			{type: 'save-table', replaces: false, saving: {path: 'shopstream-checkouts-2026-11-24-120000.csv', sheet: {name: 'checkouts'}}},
		]);
		expect(desk.state().prompt).toBeUndefined();
		const left = openRivals();
		left.press('E', 'esc');
		expect([left.commands, left.state().prompt]).toEqual([[], undefined]);
	});

	test.each(['x', 'x.txt', '.csv', 'folder/.json', 'x.csv.gz'])('a file of the name %s is refused', name => {
		const desk = openRivals();
		desk.press('E');
		erase(desk);
		desk.type(name);
		desk.press('return');
		expect(desk.state().prompt).toMatchObject({text: name, refusal: `The file name must end in .csv or .json, not "${name}"`});
		expect(desk.commands).toEqual([]);
	});

	test('with one table alone Tab says so; with none the key does', () => {
		const one = openDesk({screen: 'rivals', rivals: {...rivals, contention: undefined}});
		one.press('E', 'tab');
		expect(one.state().prompt).toMatchObject({table: 'plans', refusal: 'There is no other table on this screen'});
		const none = openDesk();
		none.press('E');
		expect(none.state().activity[0]?.text).toBe('E: there is no table on this screen yet');
	});

	test('on the layers screen it is what each layer holds', () => {
		const desk = openDesk({screen: 'layers'});
		desk.press('E', 'return');
		expect(desk.commands).toMatchObject([{saving: {sheet: {name: 'layers', data: {names: expect.arrayContaining(['layer', 'count', 'bytes']) as unknown}}}}]);
	});
});

describe('a file that stands already', () => {
	const asked = () => {
		const desk = openRivals();
		desk.press('E', 'return');
		const [command] = desk.commands;
		if (command?.type !== 'save-table') {
			throw new Error('nothing was saved');
		}

		desk.dispatch({type: 'file-found', saving: command.saving});
		return {desk, saving: command.saving};
	};

	test('y replaces it, with the table that was meant', () => {
		const {desk, saving} = asked();
		desk.press('y');
		expect(desk.commands.slice(1)).toEqual([{type: 'save-table', saving, replaces: true}]);
		expect(desk.state()).toMatchObject({question: undefined, mayWrite: false});
	});

	test.each(['n', 'esc'])('%s lets it be', key => {
		const {desk} = asked();
		desk.press(key);
		expect([desk.commands.slice(1), desk.state().question]).toEqual([[], undefined]);
	});
});
