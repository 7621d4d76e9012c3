import type {Layer} from '../layers/layer.ts';
import {type Backends, firstLayers} from '../layers/layers.ts';

const titleColumns = Math.max(...firstLayers.map(({title}: Layer) => title.length)) + 2;

/** What stands behind each layer, a line each. */
export function backendLines(backends: Backends): string[] {
	return firstLayers.map(({name, title}) => `${title.padEnd(titleColumns)}${backends[name].label}`);
}

/** The same of one layer, with where it is. */
export function backendLine({name, title}: (typeof firstLayers)[number], backends: Backends): string {
	const {label, address} = backends[name];
	return `${title.padEnd(titleColumns)}${label} at ${address}`;
}
