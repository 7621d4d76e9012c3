/** Sequences of hashes, lists, sets and sorted sets, in the form of written-sequences.ts. */
export const writtenCollections: Readonly<Record<string, string>> = {
	hashes: `
		HSET h a 1 b 2
		HSET h a 3 c 4
		HSET h a
		HSET h a 1 b
		HSETNX h a 9
		HSETNX h e 9
		HSETNX fresh a 1
		HGET h a
		HGET h nothing
		HGET nothing a
		HMGET h a nothing b
		HMGET nothing a b
		HGETALL h
		HGETALL nothing
		HKEYS h
		HVALS h
		HLEN h
		HEXISTS h a
		HEXISTS h nothing
		HINCRBY h a 5
		HINCRBY h new -5
		HINCRBY n n 1
		HINCRBY h a x
		HSET h text abc max 9223372036854775807
		HINCRBY h text 1
		HINCRBY h max 1
		HSCAN h 0
		HSCAN h 0 MATCH a*
		HSCAN h 5 COUNT 1
		HSCAN h 0 COUNT 0
		HSCAN h 0 TYPE hash
		HSCAN h x
		HSCAN nothing 0
		HSCAN h
		HDEL h a nothing a
		HDEL nothing a
		HDEL h
		EXPIRE fresh 1000
		HSET fresh b 2
		TTL fresh
		HDEL fresh a b
		EXISTS fresh
		SET s v
		HSET s a 1
		HGET s a
		HGETALL s
		HINCRBY s a 1
		HDEL s a
		HSETNX s a 1
		GET h
		STRLEN h
		INCR h
		SET h x GET
		SET h x NX
		SETNX h x
		MGET h s
		TYPE h
		HSET h long ${'x'.repeat(65)}
		HDEL h long
		SCAN 0 COUNT 100 TYPE hash
		SET g v
	`,
	lists: `
		LPUSH l a b c
		RPUSH l d
		LPUSH l
		LRANGE l 0 -1
		LRANGE l 1 2
		LRANGE l -2 100
		LRANGE l 3 1
		LRANGE l -100 -50
		LRANGE l x 1
		LRANGE nothing 0 -1
		LLEN l
		LLEN nothing
		LPOP l
		RPOP l
		LPOP l 0
		LPOP l -1
		LPOP l x
		LPOP l 1 1
		LPOP nothing
		LPOP nothing 1
		LPOP nothing 0
		RPUSH l 1 2 3 4 5 6 7 8 9
		RPOP l 2
		LPOP l 3
		LRANGE l 0 -1
		LRANGE l 0 -1
		EXISTS l
		RPUSH l 1 2 3
		LPOP l 10
		EXISTS l
		SET s v
		LPUSH s a
		LPOP s
		LRANGE s 0 -1
		LLEN s
		RPUSH l x
		TYPE l
		GET l
	`,
	sets: `
		SADD s 1 2 3
		SADD s 3 4
		SADD s
		SADD s a
		SREM s a nothing a
		SREM nothing a
		SMEMBERS s
		SMEMBERS nothing
		SCARD s
		SCARD nothing
		SISMEMBER s 1
		SISMEMBER s 9
		SISMEMBER nothing 1
		SADD t 3 4 5
		EXISTS d
		SADD fresh 2
		SPOP fresh
		EXISTS fresh
		SPOP nothing
		SPOP nothing 2
		SPOP t 0
		SPOP t -1
		SPOP t x
		SPOP t 1 1
		SADD whole a b
		SPOP whole 2
		SADD whole a b
		SPOP whole 9
		SADD one a
		SET str v
		SADD str a
		SMEMBERS str
		TYPE str
		SET str v
		SCAN 0 COUNT 100 TYPE set
	`,
	'sorted sets': `
		ZADD z 1 a 2 b 3 c
		ZADD z 1 a 5 b 6 d
		ZADD z CH 7 b 8 e
		ZADD z NX 9 a 9 f
		ZADD z XX 10 a 10 g
		ZADD nothing XX 1 a
		EXISTS nothing
		ZADD z NX XX 1 a
		ZADD z 1
		ZADD z 1 a 2
		ZADD z x a
		ZADD z 1 a nan b
		ZADD z FOO 1 a
		ZADD z 0.1 p 1e300 q -0 r 3.0 s 1e-5 t 123456789012345678 u 1.5e20 v 0x10 w
		ZADD z 0x1p3 a 0x1.8 b -0x.8P1 c 0x1.p-1 d 0x0p5000 e 0x1.fffffffffffff8p0 f 0x1.00000000000008p0 g 0x1.000000000000080001p0 h
		ZADD z 0x0.0000000000001p-1022 i 0x0.fffffffffffff8p-1022 j 0x1.fffffffffffff7p1023 k
		ZADD z 0x1.fffffffffffff8p1023 a
		ZADD z 0x1p-1075 a
		ZADD z 0x1p a
		ZADD z 0x.p1 a
		ZADD z 0x1p99999999999999999999 a
		ZRANGEBYSCORE z 0x.8p1 (0x1p1
		ZRANGE z 0 -1 WITHSCORES
		DEL z
		ZADD z 0.1 p 1e300 q -0 r 3.0 s 1e-5 t 123456789012345678 u 1.5e20 v 0x10 w
		ZRANGE z 0 -1 WITHSCORES
		ZADD i inf a -inf b +Infinity c
		ZRANGE i 0 -1 WITHSCORES
		ZINCRBY zero -0 a
		ZINCRBY zero -0 a
		ZADD halves 3.5 a
		GEOSEARCH halves FROMLONLAT 0 0 BYRADIUS 30000 km WITHHASH
		ZINCRBY i -inf a
		ZINCRBY i 1 b
		ZINCRBY z 0.2 p
		ZINCRBY z x p
		ZINCRBY fresh 1 a
		ZADD z 1e400 x
		ZADD z 1e-400 x
		ZSCORE z p
		ZSCORE z nothing
		ZSCORE nothing a
		ZCARD z
		ZCARD nothing
		ZREM z a nothing a
		ZREM nothing a
		ZREM fresh a
		EXISTS fresh
		ZADD z 1 ${'y'.repeat(65)}
		TYPE z
		SET s v
		ZADD s 1 a
		ZSCORE s a
		ZRANGE s 0 -1
		ZREM s a
		GET z
		ZPOPMIN z
		ZPOPMIN z 2
		ZPOPMIN z 0
		ZPOPMIN z -1
		ZPOPMIN z x
		ZPOPMIN z 1 1
		ZPOPMIN nothing
		ZPOPMIN nothing 2
		EXISTS z
		ZADD z 1 a 2 b
		SCAN 0 COUNT 100 TYPE zset
	`,
	'ranges of sorted sets': `
		ZADD z 1 a 2 b 3 c 4 d 5 e 5 f
		ZRANGE z 0 -1
		ZRANGE z 1 2 WITHSCORES
		ZRANGE z -2 -1 REV
		ZRANGE z 0 1 REV WITHSCORES
		ZRANGE z 5 1
		ZRANGE z 10 20
		ZRANGE z x 1
		ZRANGEBYSCORE z 2 4
		ZRANGEBYSCORE z (2 4 WITHSCORES
		ZRANGEBYSCORE z (2 (4
		ZRANGEBYSCORE z -inf +inf
		ZRANGEBYSCORE z 4 2
		ZRANGEBYSCORE z x 2
		ZRANGEBYSCORE z "" 2
		ZRANGEBYSCORE z 1 2 REV
		ZRANGEBYSCORE nothing 1 2
		ZREMRANGEBYSCORE z 4 (5
		ZREMRANGEBYSCORE z x 5
		ZREMRANGEBYSCORE nothing 1 2
		ZREVRANGE z 0 1 WITHSCORES
		ZREVRANGE z -1 -1
		ZREVRANGE z -3 2
		ZREVRANGE z 0 1 REV
		ZRANGE z 0 -1 FOO
		ZRANGE d 0 -1 WITHSCORES
		EXISTS d
		EXISTS z
	`,
	positions: `
		GEOADD g 13.361389 38.115556 Palermo 15.087269 37.502669 Catania
		GEOADD g NX 0 0 Palermo 2.35 48.85 Paris
		GEOADD g XX CH 2.3522 48.8566 Paris 0 0 Nowhere
		GEOADD g CH 0 0 Null
		GEOADD g 181 0 x
		GEOADD g 0 86 x
		GEOADD g x 0 x
		GEOADD g 0 0
		GEOADD g NX XX 0 0 x
		GEOADD g GT 0 0 x
		GEOADD g 180 85.05112878 corner -180 -85.05112878 other
		GEOPOS g Palermo Catania nothing corner other Null
		GEOPOS nothing a
		GEOPOS g
		GEODIST g Palermo Catania
		GEODIST g Palermo Catania km
		GEODIST g Palermo Catania MI
		GEODIST g Palermo Catania ft
		GEODIST g Palermo Catania x
		GEODIST g Palermo nothing
		GEODIST nothing a b
		GEODIST g Palermo Palermo
		GEODIST g Palermo Catania km x
		ZSCORE g Palermo
		ZRANGE g 0 -1 WITHSCORES
		GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km ASC
		GEOSEARCH g FROMLONLAT 15 37 BYRADIUS 200 km DESC WITHDIST WITHCOORD WITHHASH
		GEOSEARCH g FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHDIST
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 2000 km ASC COUNT 2
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 2000 km COUNT 2 ANY
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 30000 km
		GEOSEARCH g FROMMEMBER nothing BYRADIUS 1 km
		GEOSEARCH nothing FROMMEMBER nothing BYRADIUS 1 km
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 0 m
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS -1 m
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS x m
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 parsec
		GEOSEARCH g FROMMEMBER Palermo BYBOX 1 -1 km
		GEOSEARCH g FROMMEMBER Palermo BYBOX x 1 km
		GEOSEARCH g FROMMEMBER Palermo FROMLONLAT 1 1 BYRADIUS 1 km
		GEOSEARCH g FROMLONLAT 200 1 BYRADIUS 1 km
		GEOSEARCH g BYRADIUS 1 km ASC DESC ASC
		GEOSEARCH g FROMMEMBER Palermo ASC COUNT 1
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 km BYBOX 1 1 km
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 km COUNT 0
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 km COUNT x
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 km ANY
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 km FOO
		GEOSEARCH g FROMMEMBER Palermo BYRADIUS 1 km STOREDIST
		ZRANGE d 0 -1 WITHSCORES
		ZCARD d
		EXISTS d
		SET s v
		GEOADD s 0 0 a
		GEOPOS s a
		GEOSEARCH s FROMLONLAT 0 0 BYRADIUS 1 km
	`,
};
