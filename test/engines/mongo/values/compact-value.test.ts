import {expect, test} from 'vitest';
import {compactDocument} from '../../../../source/engines/mongo/values/compact-value.ts';

test('a copy has the same fields, whatever was copied before', () => {
	for (const document of [{}, {'': 1}, {a: 1}, {a: 1, '': 2}, {'': 1, a: 2}, {}, {'': {}}, {a: [{}, {'': 1}]}, {toString: 1}, {constructor: {'': 1}}]) {
		expect(JSON.stringify(compactDocument(document))).toBe(JSON.stringify(document));
	}
});
