/** A place on the earth, in degrees. */
export type Place = {readonly longitude: number; readonly latitude: number};

/** The earth's radius in Redis, in metres. Every way of asking uses it, so that all answers can be equal. */
export const earthRadiusMetres = 6_372_797.560856;

/** The greatest latitude that Redis accepts, in degrees. */
export const mostLatitude = 85.05112878;

/** Whether both Redis and MongoDB accept a place. */
export function isOnEarth({longitude, latitude}: Place): boolean {
	return Math.abs(longitude) <= 180 && Math.abs(latitude) <= mostLatitude;
}

const gridSize = 2 ** 26;

/** The place as Redis returns it: the middle of the cell of its grid, at most 0.3 m away. */
export function onGrid({longitude, latitude}: Place): Place {
	return {longitude: middle(longitude, 180), latitude: middle(latitude, mostLatitude)};
}

/** As Redis reckons it: the mean of the cell's edges. */
function middle(degrees: number, most: number): number {
	const cell = Math.floor(((degrees + most) / (2 * most)) * gridSize);
	const edge = (at: number) => -most + (at / gridSize) * (2 * most);
	return (edge(cell) + edge(cell + 1)) / 2;
}

const letters = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The geohash of a place with this many letters, such as `u33dc0`. */
export function geohashOf({longitude, latitude}: Place, length: number): string {
	const ranges = [
		{value: longitude, low: -180, high: 180},
		{value: latitude, low: -90, high: 90},
	];
	let hash = '';
	for (let letter = 0, bit = 0; letter < length; letter++) {
		let number = 0;
		for (let i = 0; i < 5; i++, bit++) {
			const range = ranges[bit % 2]!;
			const half = (range.low + range.high) / 2;
			const isUpper = range.value >= half;
			range[isUpper ? 'low' : 'high'] = half;
			number = number * 2 + Number(isUpper);
		}

		hash += letters[number];
	}

	return hash;
}

/** The middle of a geohash's cell. */
export function middleOf(hash: string): Place {
	const ranges = [
		{low: -180, high: 180},
		{low: -90, high: 90},
	];
	for (let bit = 0; bit < hash.length * 5; bit++) {
		const range = ranges[bit % 2]!;
		const isUpper = ((letters.indexOf(hash[Math.floor(bit / 5)]!) >> (4 - (bit % 5))) & 1) === 1;
		range[isUpper ? 'low' : 'high'] = (range.low + range.high) / 2;
	}

	const [longitude, latitude] = ranges.map(({low, high}) => (low + high) / 2);
	return {longitude: longitude!, latitude: latitude!};
}
