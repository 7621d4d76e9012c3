import type {GcsCall} from './gcs-call.ts';
import {GcsError, notSupported} from './gcs-error.ts';
import type {parseRequestTarget} from './request-target.ts';
import {type Route, routeTable} from './route-table.ts';

/** A method of the API and the names that the path gives it. */
export type FoundRoute = {readonly route: Route; readonly names: GcsCall['names']};

/** Finds the method for a request; HEAD is answered as GET is. Throws 501 for what Cloud Storage has and the engine does not, 404 for what neither has. */
export function findRoute(method: string, {service, segments}: Pick<ReturnType<typeof parseRequestTarget>, 'service' | 'segments'>): FoundRoute {
	const wanted = method === 'HEAD' ? 'GET' : method;
	for (const route of routeTable) {
		const names = route.service === service && route.method === wanted ? matchPath(route.path, segments) : undefined;
		if (names) {
			return {route, names: {bucket: '', object: '', toBucket: '', toObject: '', ...names}};
		}
	}

	if (service === 'xml' || ['b', 'projects'].includes(segments[0] ?? '')) {
		// Without the client's own names: every second segment is one.
		const path = segments.map((segment, i) => (i % 2 === 0 ? segment.slice(0, 40) : '…')).join('/');
		throw notSupported(service === 'xml' ? `This ${wanted} request of the XML API` : `The method ${wanted} ${path}`);
	}

	throw new GcsError(404, 'notFound', 'Not Found');
}

function matchPath(path: string, segments: readonly string[]): Record<string, string> | undefined {
	const pattern = path.split('/');
	const names: Record<string, string> = {};
	const isMatch =
		pattern.length === segments.length &&
		pattern.every((part, index) => {
			const isName = part.startsWith('{');
			Object.assign(names, isName && {[part.slice(1, -1)]: segments[index]});
			return isName ? segments[index] !== '' : part === segments[index];
		});
	return isMatch ? names : undefined;
}
