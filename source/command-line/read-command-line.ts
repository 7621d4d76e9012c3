import {Problem, sayFailure} from '../words/problem.ts';
import {version} from '../version.ts';
import {parserFlags, readArguments} from './read-arguments.ts';

/** The command and the flags of a command line. @throws Problem when it cannot be one */
export async function readCommandLine(words: readonly string[]) {
	// Without arguments there is nothing to parse: the parser would hold up the first frame by a tenth.
	if (words.length === 0) {
		return {input: [], flags: {help: false, version: false}};
	}

	const argv = readArguments(words);
	const {default: meow} = await import('meow');
	try {
		return meow({
			argv,
			importMeta: import.meta,
			pkg: {name: 'shopstream-tui', version},
			description: false,
			autoHelp: false,
			autoVersion: false,
			allowUnknownFlags: true,
			inferType: false,
			flags: parserFlags(),
		});
	} catch (error) {
		// The parser's own complaints, such as a flag given twice, are usage errors too.
		throw new Problem(`${sayFailure(error).replace(/\.$/, '')}: see shopstream-tui --help`, 2, error);
	}
}
