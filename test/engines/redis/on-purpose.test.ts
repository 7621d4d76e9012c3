import {expect, test} from 'vitest';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {RawConnection} from './raw-connection.ts';

/**
 * What differs on purpose. The engine's own reply is asserted; differential.test.ts compares the rest.
 * Beyond these: INFO, CLIENT LIST, COMMAND, CONFIG and HELP tell only what is true of this engine;
 * a score of -0 is kept as 0, as Redis does in small sorted sets;
 * an inline command of more than 64 KB is refused whether it ends or not (Redis: as the bytes happen to arrive).
 */
const onPurpose: ReadonlyArray<readonly [reason: string, request: readonly string[], reply: string]> = [
	['scripts are not supported', ['EVAL', 'return 1', '0'], "-ERR unknown command 'EVAL', with args beginning with: 'return 1' '0' \r\n"],
	['values are not shared', ['OBJECT', 'REFCOUNT', 'k'], "-ERR unknown subcommand 'REFCOUNT'. Try OBJECT HELP.\r\n"],
	['tracking is not supported', ['CLIENT', 'TRACKING', 'ON'], "-ERR unknown subcommand 'TRACKING'. Try CLIENT HELP.\r\n"],
	['commands are not timed', ['SLOWLOG', 'LEN'], "-ERR unknown command 'SLOWLOG', with args beginning with: 'LEN' \r\n"],
	['keys of a request are not told', ['COMMAND', 'GETKEYS', 'GET', 'k'], "-ERR unknown subcommand 'GETKEYS'. Try COMMAND HELP.\r\n"],
	['how a value is held is not told', ['OBJECT', 'ENCODING', 'k'], "-ERR unknown subcommand 'ENCODING'. Try OBJECT HELP.\r\n"],
	['keys are not renamed', ['RENAME', 'k', 'l'], "-ERR unknown command 'RENAME', with args beginning with: 'k' 'l' \r\n"],
	['strings are whole', ['APPEND', 'k', 'x'], "-ERR unknown command 'APPEND', with args beginning with: 'k' 'x' \r\n"],
	[
		'an expiry past 2^53 ms (the year 287396) is refused: a number would not hold it',
		['SET', 'k', 'v', 'PXAT', '9007199254740992'],
		"-ERR invalid expire time in 'set' command\r\n",
	],
	['SETRANGE is not there', ['SETRANGE', 'k', '0', 'x'], "-ERR unknown command 'SETRANGE', with args beginning with: 'k' '0' 'x' \r\n"],
];

test.each(onPurpose)('differs from Redis 7.0.15 on purpose: %s', async (_reason, request, reply) => {
	const engine = await startRedisEngine({});
	const connection = await RawConnection.open(engine.port);
	expect(await connection.ask(...request)).toBe(reply);
	connection.close();
	await engine.close();
});
