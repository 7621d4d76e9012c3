#!/usr/bin/env node
import module from 'node:module';

// From version 22.1 on, Node keeps what it has compiled for the next start, in the folder for temporary files.
(module as {readonly enableCompileCache?: () => void}).enableCompileCache?.();

// What a library still calls is nothing that a user can mend, and Node's word of it would tear the screen.
process.noDeprecation = true;

// Google's client warns of each machine that is not in Google's cloud and cannot look up a name there.
const sayWarning = process.listeners('warning');
process.removeAllListeners('warning').on('warning', warning => {
	for (const say of warning.name === 'MetadataLookupWarning' ? [] : sayWarning) {
		say(warning);
	}
});

// Node warns of NO_COLOR beside FORCE_COLOR, in every thread, as early as a part of it is loaded that knows colour. FORCE_COLOR wins.
if (process.env['FORCE_COLOR'] !== undefined) {
	delete process.env['NO_COLOR'];
	delete process.env['NODE_DISABLE_COLORS'];
}

// Where too few files may be open, the parts of the program cannot even be loaded: this one needs no other to say so.
try {
	await import('./cli.tsx');
} catch (error) {
	const {code = '', message} = error as NodeJS.ErrnoException;
	process.stderr.write(
		`shopstream-tui: ${code === 'EMFILE' || code === 'ENFILE' ? 'Too few files may be open at once: raise the limit, as with ulimit -n 256' : `It cannot be loaded (${message}): install it anew`}\n`,
	);
	process.exitCode = 1;
}
