import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {RequestParser} from '../../../../source/engines/redis/framing/request-parser.ts';
import {splitInline} from '../../../../source/engines/redis/framing/split-inline.ts';
import {encode} from '../raw-connection.ts';

const bytes = fc.uint8Array({maxLength: 300}).map(list => Buffer.from(list).toString('latin1'));

test('requests come out as they went in, however the bytes are cut', () => {
	fc.assert(
		fc.property(fc.array(fc.array(bytes, {minLength: 1, maxLength: 5}), {maxLength: 8}), fc.array(fc.integer({min: 1, max: 200})), (requests, cuts) => {
			const stream = Buffer.from(requests.map(request => encode(request)).join(''), 'latin1');
			const parser = new RequestParser();
			const found: string[][] = [];
			for (let at = 0, i = 0; at < stream.length; i++) {
				const size = cuts[i % Math.max(1, cuts.length)] ?? 1;
				parser.push(stream.subarray(at, at + size));
				at += size;
				for (let request = parser.next(); request !== undefined; request = parser.next()) {
					found.push(request);
				}
			}

			expect(found).toEqual(requests);
			expect(parser.heldBytes).toBe(0);
		}),
	);
});

test.each([
	['', []],
	['   ', []],
	['a b', ['a', 'b']],
	['  a\tb  ', ['a', 'b']],
	['"a b" c', ['a b', 'c']],
	["'a b'", ['a b']],
	['""', ['']],
	['"\\x41\\n\\\\\\""', ['A\n\\"']],
	["'it\\'s \\n'", ["it's \\n"]],
	['"a"b', undefined],
	['"a', undefined],
	["'a", undefined],
	['a"b c"', ['ab c']],
])('inline %j is %j', (line, words) => {
	expect(splitInline(line)).toEqual(words);
});
