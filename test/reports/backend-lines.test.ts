import {expect, test} from 'vitest';
import {layers} from '../../source/layers/layers.ts';
import {mongo} from '../../source/layers/mongo.ts';
import {backendLine, backendLines} from '../../source/reports/backend-lines.ts';
import {backends} from './results.ts';

test("a line for each layer, in the lesson's order, with labels one under the other", () => {
	const lines = backendLines(backends);
	expect(lines.map(line => line.split(/ {2,}/))).toEqual(layers.map(({name, title}) => [title, backends[name]!.label]));
	expect(new Set(lines.map(line => /^.*? {2,}/.exec(line)![0].length)).size).toBe(1);
});

test('the line of one layer says where it is, without a password', () => {
	expect(backendLine(mongo, backends)).toMatch(/^MongoDB {2,}MongoDB 8\.0\.4 at mongodb:\/\/teacher:\*\*\*@db:27017$/);
});
