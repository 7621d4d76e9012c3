/**
 * What keys in Redis call a collection of MongoDB, after its identity: short enough for a line of the narrowest screen, long enough that no two
 * have the same.
 */
export async function originName(identity: string): Promise<string> {
	const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity));
	return Buffer.from(hash).toString('hex').slice(0, 16);
}
