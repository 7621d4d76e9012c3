/** 50, 50 and 40 words: together as many names as there can be merchants. A name has at most 15 characters. */
const first =
	'amber azure basic black blue bold brass brave brisk calm clear coral crisp daily eager fair fine first fresh glad gold grand green happy ivory jade jolly keen kind light lucky merry mint neat noble north olive pearl plain prime pure quick rapid royal rosy silky solar sunny swift teal'.split(
		' ',
	);
const second =
	'ant ash bay bear bee beet bird boar cat crow deer dove duck elk elm fern fig fish fox frog goat hare hawk hen hops ivy jay kiwi lamb lark lime lion lynx mole moon moth newt oak orca owl palm pine plum pony rose seal star swan tern wolf'.split(
		' ',
	);
const trade =
	'art auto baby bags bath bed bike boat book cafe camp card cook cup deli desk doll food game gear gift golf hats home kids kit lamp mall mart milk pets shoe shop silk soap sofa tea toys wear wine'.split(
		' ',
	);

/** The most merchants that there are names for. */
export const mostMerchants = first.length * second.length * trade.length;

/** Coprime to the number of names, so that each is used once. Merchants of neighbouring ranks are no neighbours in the alphabet. */
const step = 61_803;

/** The name of the merchant of a rank, from 0: the same however many there are. */
export function merchantName(rank: number): string {
	const place = (rank * step) % mostMerchants;
	const rest = Math.floor(place / first.length);
	return `${first[place % first.length]}-${second[rest % second.length]}-${trade[Math.floor(rest / second.length)]}`;
}
