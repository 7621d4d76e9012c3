/** Bytes that are no plain requests: inline commands, empty ones, and frames that are wrong in all ways. */
export const rawInputs: readonly string[] = [
	'PING', 'PING\r\n\r\n\r\nPING', '\n\nPING\nPING hello', 'ping "a b"', 'ECHO "a\\x41\\n\\t\\r\\b\\a\\"\\z"', 'ECHO \'a\\\'b\\n\'',
	'ECHO "unbalanced', 'ECHO \'unbalanced', 'ECHO "a"b', 'ECHO a"b c"', 'ECHO a"b c"d', 'ECHO \'\'', '  \t PING   ', 'NONSENSE a b', '""', '"" x',
	'ECHO \u00e9', 'ECHO "\\xff\\xfg"', 'ECHO "\\', 'ECHO a\u000bb', 'ECHO \u000bb', '*0', '*-1', '*-10', '*1', '*x', '*', '*01', '*+1', '*1 ', '* 1', '*2147483648', '*99999999999999999999',
	'*1\r\nPING', '*1\r\n*1', '*1\r\n\r\n', '*1\r\n:4\r\n', '*1\r\n$x\r\n', '*1\r\n$-1\r\n', '*1\r\n$04\r\nPING', '*1\r\n$ 4\r\nPING', '*1\r\n$4 \r\nPING', '*1\r\n$\r\n', '*1\r\n$0\r\n',
	'*1\r\n$4\r\nPINGxx', '*1\r\n$4\rxPINGxx', '*1\rx$4\r\nPING', '*2\r\n$4\r\nECHO\r\n$5\r\na\r\nb\u0000', '*1\r\n$999999999999\r\n', '*2\r\n$4\r\nPING', '*1\r\n$4\r\nPI',
	`*1\r\n$${'1'.repeat(70_000)}`, `*${'1'.repeat(70_000)}`, `*1\r\n${'a'.repeat(70_000)}`,
	'POST / HTTP/1.1', 'GET / HTTP/1.1\r\nHost: here\r\n\r\n', 'host:', 'Host: x',
];

/** Pieces of the protocol to be put together at random. */
export const fragments = ['*', '$', '1', '2', '4', '0', '-1', '\r\n', '\r', '\n', 'PING', 'ECHO', '$4\r\nPING\r\n', '*1\r\n', '*2\r\n$4\r\nECHO\r\n', '$1\r\na\r\n', ' ', '"', '\'', '\\', 'x', '+', ':'];
