/** A URL fit to be shown: its password, and everything that may carry one, is `***`. Text that is no URL is hidden whole. */
export function maskUrl(url: string): string {
	const match = /^([a-z][a-z\d+.-]*:\/\/)(?:([^/?#]*)@)?([^?#]*)(\?[^#]*)?/i.exec(url);
	if (!match) {
		return '***';
	}

	const [, scheme, credentials, rest, query] = match;
	const user = credentials?.split(':', 1)[0];
	const shownUser = credentials === undefined ? '' : credentials.includes(':') ? `${user}:***@` : `${user}@`;
	const shownQuery = query?.replaceAll(/([?&][^=&]*(?:pass|token|secret|key|auth(?!Source|Mechanism(?!Prop)))[^=&]*=)[^&]*/gi, '$1***') ?? '';
	return scheme! + shownUser + rest! + shownQuery;
}
