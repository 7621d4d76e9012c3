/** A time zone in which it is about noon now: half of today is over, and has its orders. */
export const noonZone = (): string => {
	const behind = new Date().getUTCHours() - 12;
	return `Etc/GMT${behind < 0 ? behind : `+${behind}`}`;
};
