// How many rounds: few in `npm test`, all of them where SHOPSTREAM_TEST_THOROUGH=1 asks for it, as CI does. Read before every test file.
import {existsSync, readFileSync} from 'node:fs';
import {setFlagsFromString} from 'node:v8';
import fc from 'fast-check';

export const isThorough = process.env['SHOPSTREAM_TEST_THOROUGH'] === '1';

/** What a test that tries the same again and again takes: `quick` in `npm test`, `thorough` in CI. */
export function rounds<T>(quick: T, thorough: T): T {
	return isThorough ? thorough : quick;
}

/** Of a property that says no number itself. */
fc.configureGlobal({numRuns: rounds(30, 100)});

/** A WebAssembly module, as a type checker without a browser does not know it. */
declare const WebAssembly: {compile(bytes: Uint8Array): Promise<object>};

/** Kept, so that each embedded PostgreSQL that this process starts finds the code that was compiled for those before it. */
setFlagsFromString('--wasm-tiering-budget=60000000');
const kept = globalThis as {compiledPostgres?: Promise<object>};
const code = new URL('../dist/pglite.wasm', import.meta.url);
// Most test files need no build, as those that are asked about mutations, which have none.
if (existsSync(code)) {
	kept.compiledPostgres ??= WebAssembly.compile(readFileSync(code));
}
