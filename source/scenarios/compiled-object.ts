import {$ZodObjectJIT, type $ZodCheck, type $ZodObject, type $ZodShape, type util} from 'zod/v4/core';
import type * as z from 'zod/mini';

/**
 * An object schema that zod compiles to one function at its first use. `zod/mini` leaves its compiler out; here a value
 * is validated at every cache hit, where interpreting it would cost three times as much as parsing its JSON.
 */
export function compiledObject<S extends $ZodShape>(shape: S, ...checks: Array<$ZodCheck<z.output<$ZodObject<S>>>>): $ZodObject<util.Writeable<S>> {
	return new $ZodObjectJIT({type: 'object', shape, checks: checks as $ZodCheck[]}) as unknown as $ZodObject<util.Writeable<S>>;
}
