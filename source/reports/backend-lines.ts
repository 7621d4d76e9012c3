import type {Layer} from '../layers/layer.ts';
import {type Backends, layers} from '../layers/layers.ts';
import type {Backend} from '../stores/backend.ts';

const titleColumns = Math.max(...layers.map(({title}: Layer) => title.length)) + 2;

/** What stands behind each layer that is open, a line each. */
export function backendLines(backends: Backends): string[] {
	return layers.flatMap(({name, title}) => (backends[name] ? [`${title.padEnd(titleColumns)}${backends[name].label}`] : []));
}

/** The same of one layer, with where it is. */
export function backendLine<Name extends keyof Backends>(
	{name, title}: Pick<Layer, 'title'> & {readonly name: Name},
	backends: Readonly<Record<Name, Backend>>,
): string {
	const {label, address} = backends[name];
	return `${title.padEnd(titleColumns)}${label} at ${address}`;
}
