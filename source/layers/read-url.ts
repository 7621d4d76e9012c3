import {Problem} from '../words/problem.ts';
import type {GivenServer} from './layer.ts';

/** What the URL of a kind of server looks like. */
type UrlKind = {readonly title: string; readonly schemes: readonly string[]; readonly example: string};

/** The URL of a server, if one was given. @throws Problem that names the flag or the variable, and never shows the URL */
export function readUrl(given: GivenServer | undefined, {title, schemes, example}: UrlKind): string | undefined {
	if (given === undefined) {
		return undefined;
	}

	// A list of hosts is a good MongoDB URL and no good WHATWG one, so each of its hosts is looked at.
	const [, start = '', hosts = '', end = ''] = /^([^:]*:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s.exec(given.text) ?? [];
	const isGood = (one: string) => URL.canParse(one) && schemes.includes(new URL(one).protocol) && new URL(one).hostname !== '';
	if (!hosts.split(',').every(host => isGood(start + host + end))) {
		throw new Problem(`${given.source} is not a ${title} URL: write it as ${example}`, 2);
	}

	return given.text;
}
