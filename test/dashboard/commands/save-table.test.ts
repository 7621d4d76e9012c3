import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {savingCarriers} from '../../../source/dashboard/commands/save-table.ts';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {planTable} from '../../../source/tables/plan-table.ts';
import {configOf} from '../../config-of.ts';
import {comparison} from '../../rival-results.ts';
import {until} from '../../until.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'shopstream-save-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const sheet = planTable(comparison);

async function save(name: string, replaces = false): Promise<Event> {
	const events: Event[] = [];
	const carriers = savingCarriers({
		config: configOf('dashboard', {}),
		say: event => events.push(event),
		fail: (text, error) => events.push({type: 'noted', text: `${text}: ${String(error)}`, failed: true}),
	});
	carriers['save-table']({type: 'save-table', saving: {sheet, path: join(folder, name)}, replaces});
	await until(() => events.length > 0);
	return events[0]!;
}

test('CSV and JSON by the ending of the name, and the whole place is said', async () => {
	expect(await save('plans.csv')).toMatchObject({type: 'table-saved', place: join(folder, 'plans.csv')});
	expect(readFileSync(join(folder, 'plans.csv'), 'utf8').split('\n')[1]).toBe('postgres-scan,452.2113,503.1,20,3021277,452.2113,243098609');
	await save('plans.JSON');
	expect(JSON.parse(readFileSync(join(folder, 'plans.JSON'), 'utf8'))).toMatchObject({
		schema: 'shopstream.table/1',
		table: 'plans',
		rows: [{plan: 'postgres-scan', p50Ms: 452.2113, totalCents: 243_098_609}, {}, {}, {}, {}],
	});
});

test('a file that stands is not written over, unless that is wanted', async () => {
	writeFileSync(join(folder, 'mine.csv'), 'mine');
	expect(await save('mine.csv')).toMatchObject({type: 'file-found'});
	expect(readFileSync(join(folder, 'mine.csv'), 'utf8')).toBe('mine');
	expect(await save('mine.csv', true)).toMatchObject({type: 'table-saved'});
	expect(readFileSync(join(folder, 'mine.csv'), 'utf8')).toMatch(/^plan,/);
	expect(readdirSync(folder)).toEqual(['mine.csv']);
});

test('where nothing can be written, it is said why, and nothing half-written stands', async () => {
	expect(await save('nowhere/x.csv')).toMatchObject({text: `plans was not saved as ${join(folder, 'nowhere/x.csv')}: there is no such folder`});
	mkdirSync(join(folder, 'folder.csv'));
	expect(await save('folder.csv', true)).toMatchObject({text: expect.stringMatching(/: a folder has that name$/) as unknown});
	expect(readdirSync(folder)).toEqual(['folder.csv']);
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be written', async () => {
	chmodSync(folder, 0o500);
	expect(await save('x.csv')).toMatchObject({text: expect.stringMatching(/: it may not be written there$/) as unknown});
});
