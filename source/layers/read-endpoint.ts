import {Problem} from '../words/problem.ts';
import type {GivenServer} from './layer.ts';

/** The URL of an emulator of a service of Google's; one without a scheme is of http. @throws Problem that names the flag or the variable */
export function readEndpoint({text, source}: GivenServer, example: string): string {
	const url = /^https?:\/\//.test(text) ? text : `http://${text}`;
	if (!URL.canParse(url) || (/^[a-z][a-z\d+.-]*:\/\//i.test(text) && url !== text)) {
		throw new Problem(`${source} is not an address: write it as ${example}`, 2);
	}

	return url.replace(/\/+$/, '');
}
