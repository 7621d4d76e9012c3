import type {GivenServer, Layer} from '../layers/layer.ts';
import {byLayer, type ServerFlagName, type Servers} from '../layers/layers.ts';
import {type Command, dashed, type Given} from './flags.ts';
import {filled} from './read-value.ts';

/**
 * Which servers were named; a flag wins over --compose, and that over the environment. `what-if` opens no store, so
 * nothing is looked at.
 * @throws Problem that names the flag or the variable, and never shows a URL
 */
export function readServers(given: Given, command: Command, environment: NodeJS.ProcessEnv): Servers {
	const readOne = ({flags, readServer}: Layer) => readServer(flags.map((flag): GivenServer | undefined => {
		const byFlag = given[flag.name as ServerFlagName] ?? (given.compose ? flag.compose : undefined);
		const text = byFlag ?? filled(environment[flag.variable]);
		return text === undefined ? undefined : {text, source: byFlag === undefined ? flag.variable : dashed(flag.name)};
	}));
	// Each layer gives its own kind of server, which the list of them cannot say.
	return byLayer(layer => command === 'what-if' ? undefined : readOne(layer)) as Servers;
}
