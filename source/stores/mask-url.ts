/** A URL fit to be shown: its password, and everything that may carry one, is `***`. Text that is no URL is hidden whole. */
export function maskUrl(url: string): string {
	const match = /^([a-z][a-z\d+.-]*:\/\/)(?:([^/?#]*)@)?([^?#]*)(\?[^#]*)?/i.exec(url);
	if (!match) {
		return '***';
	}

	const [, scheme, credentials, rest, query] = match;
	const afterScheme = url.slice(scheme!.length);
	// A password with an unescaped / ? or # in it ends no URL's credentials, but it is one all the same.
	const [, user, host] = /^([^:@]*):.*@([^@]*)$/s.exec(afterScheme) ?? [];
	if (user !== undefined && (credentials === undefined || afterScheme.slice(credentials.length + 1).includes('@'))) {
		return `${scheme}${user}:***@${host!.split(/[?#]/, 1)[0]}`;
	}

	const shownUser = credentials === undefined ? '' : credentials.includes(':') ? `${credentials.split(':', 1)[0]}:***@` : `${credentials}@`;
	const shownQuery = query?.replaceAll(/([?&][^=&]*(?:pass|token|secret|key|auth(?!Source|Mechanism(?!Prop)))[^=&]*=)[^&]*/gi, '$1***') ?? '';
	return scheme! + shownUser + rest! + shownQuery;
}
