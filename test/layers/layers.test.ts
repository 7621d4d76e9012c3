import {expect, test} from 'vitest';
import {layers, serverFlags} from '../../source/layers/layers.ts';
import {flagNames} from '../../source/command-line/flags.ts';

test.each<[string, readonly string[]]>([
	['name', layers.map(({name}) => name)],
	['title', layers.map(({title}) => title)],
	['store', layers.map(({store}) => store)],
	['flag', flagNames],
	['variable', serverFlags.map(({variable}) => variable)],
	['server of --compose', serverFlags.flatMap(({compose = []}) => compose)],
])('no two layers have one %s', (_, all) => {
	expect(new Set(all).size).toBe(all.length);
});
