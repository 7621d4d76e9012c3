import {shop} from '../../../source/scenarios/shop/shop.ts';
import {PassThrough} from 'node:stream';
import {render} from 'ink-testing-library';
import {createElement} from 'react';
import {expect, test} from 'vitest';
import {Screen} from '../../../source/dashboard/app.tsx';
import {bodies} from '../../../source/dashboard/screens/bodies.ts';
import {asciiOutput} from '../../../source/dashboard/terminal/ascii-output.ts';
import {toAscii} from '../../../source/words/ascii.ts';
import {initialState} from '../../../source/dashboard/state/state.ts';

test('no sign of the empty screen is unknown', () => {
	const state = initialState({scenario: shop, ascii: true, refreshSeconds: 1.2, timeZone: 'UTC', ttlSeconds: 300}, 160, 50, 0);
	const frame = render(createElement(Screen, {bodies, state})).lastFrame()!;
	expect(toAscii(frame).replaceAll('? help', '')).not.toContain('?');
});

test('an output of ASCII writes text through and is otherwise the stream itself', async () => {
	const stream = Object.assign(new PassThrough(), {columns: 100, isTTY: true});
	const output = asciiOutput(stream as unknown as NodeJS.WriteStream);
	expect([output.columns, output.isTTY]).toEqual([100, true]);
	stream.columns = 80;
	expect(output.columns).toBe(80);
	await new Promise<void>(resolve => {
		output.write('╭─', () => resolve());
	});
	output.write(Buffer.from('é'));
	stream.end();
	const written = (await stream.toArray()) as Buffer[];
	expect(Buffer.concat(written).toString()).toBe('+-é');
	const resized = new Promise(resolve => {
		output.once('resize', resolve);
	});
	stream.emit('resize', 7);
	expect(await resized).toBe(7);
});
