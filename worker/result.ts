// One way to say "or not": a value, or the reason why there is none.

/** What a step came to: its value, or an error as a value. Narrow by `ok`. */
export type Result<T, E> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly error: E};

/** The result of a step that succeeded. */
export function ok<T>(value: T): {readonly ok: true; readonly value: T} {
  return {ok: true, value};
}

/** The result of a step that failed. */
export function err<E>(error: E): {readonly ok: false; readonly error: E} {
  return {ok: false, error};
}
