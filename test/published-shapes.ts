import {readFileSync} from 'node:fs';

// The shapes of BigQuery's API as Google publishes them: the client's types are generated from the API's discovery document, comments and all.
const text = readFileSync(new URL('../node_modules/@google-cloud/bigquery/build/src/types.d.ts', import.meta.url), 'utf8');

type Member = {readonly type: string; readonly isRequired: boolean};

/** The members of each type, by its name: `IJob`, `jobs.IGetParams`. */
const shapes = new Map<string, ReadonlyMap<string, Member>>();

let space = '';
for (const [, indent, opened, name, body] of text.matchAll(/^( {2,4})(?:namespace (\w+) \{|type (\w+) = \{(.*?)^\1\};)/gms)) {
	space = opened === undefined ? (indent === '  ' ? '' : space) : `${opened}.`;
	if (name !== undefined) {
		const member = new RegExp(String.raw`^${indent}  (?:/\*\*(.*?)\*/\s+)?'?([\w.]+)'?\??:\s*(.*?);$`, 'gms');
		shapes.set(
			space + name,
			new Map([...body!.matchAll(member)].map(([, comment = '', key, type]) => [key!, {type: type!, isRequired: /\*\s+\[?Required\b/.test(comment)}])),
		);
	}
}

/** What is wrong with a value of a published type, each thing in a few words: members that it does not have, other types, required ones that lack. */
export function faultsOf(value: unknown, type: string, path = type): string[] {
	if (type.startsWith('Array<')) {
		const of = type.slice('Array<'.length, -1).trim();
		return Array.isArray(value) ? value.flatMap((item, i) => faultsOf(item, of, `${path}[${i}]`)) : [`${path} is no array`];
	}

	const shape = shapes.get(type);
	if (shape) {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) {
			return [`${path} is no object`];
		}

		const lacking = [...shape].filter(([name, {isRequired}]) => isRequired && !(name in value)).map(([name]) => `${path}.${name} is required`);
		return [
			...lacking,
			...Object.entries(value).flatMap(([name, item]) => {
				const member = shape.get(name);
				return member ? faultsOf(item, member.type, `${path}.${name}`) : [`${path}.${name} is unknown`];
			}),
		];
	}

	if (type.startsWith('{')) {
		const [, of] = /^\{ ?\[key: string\]: (.*?);? ?\}$/s.exec(type) ?? [];
		return of === undefined
			? [`${path} is of the unread type ${type}`]
			: Object.entries(value as object).flatMap(([name, item]) => faultsOf(item, of, `${path}.${name}`));
	}

	const choices = type
		.split('|')
		.map(choice => choice.trim())
		.filter(choice => choice !== '');
	const isGood = choices.some(choice => choice === 'any' || typeof value === choice || `'${String(value)}'` === choice);
	return isGood ? [] : [`${path} is ${JSON.stringify(value)}, not ${type}`];
}

/** What is wrong with a request's query, all of it text. */
export function queryFaults(query: URLSearchParams, type: string): string[] {
	const numbers = new Set([...(shapes.get(type) ?? [])].filter(([, member]) => member.type === 'number').map(([name]) => name));
	const given = Object.fromEntries(
		[...query].filter(([name]) => name !== 'prettyPrint').map(([name, value]) => [name, numbers.has(name) ? Number(value) : value]),
	);
	return shapes.has(type) ? faultsOf(given, type) : Object.keys(given).map(name => `${type}.${name} is unknown`);
}

/** How many types are known: none, where the client's types are written in another way. */
export const knownShapes = shapes.size;
