/** A bar of `width` signs, filled by a share of 0…1. */
export function gauge(share: number, width: number): string {
	const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
	return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** A bar that is only its filled part, in eighths of a sign. */
export function bar(share: number, width: number): string {
	const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
	return '█'.repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? '' : String.fromCharCode(0x25_90 - (eighths % 8)));
}
