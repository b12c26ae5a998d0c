// Answers that are problems (RFC 9457).

import type {Context} from 'hono';
import {basePath} from 'hono/route';
import type {ContentfulStatusCode} from 'hono/utils/http-status';
import type {Problem} from '../contract/index.ts';
import {type Failure, problemOf} from '../failure.ts';

/** A 401 says how to authenticate (RFC 9110, 11.6.1; RFC 6750). */
const CHALLENGE = {'WWW-Authenticate': 'Bearer realm="hailuo-generator"'};

/** Answers with the public problem of a failure, and keeps the rest of it for the log. */
export function problemResponse(c: Context, failure: Failure, headers?: Record<string, string>): Response {
  c.set('failure', failure);
  const problem = problemOf(failure);
  return problemBody(c, problem, {...(problem.status === 401 && CHALLENGE), ...headers});
}

/** Answers with a problem as it is. */
export function problemBody(c: Context, problem: Problem, headers: Record<string, string> = {}): Response {
  return c.body(JSON.stringify(problem), {
    status: problem.status as ContentfulStatusCode,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...documentationLink(c, problem),
      ...headers,
    },
  });
}

/** Where the documentation says why a problem happens and what to do. A Worker under a path does not serve it. */
function documentationLink(c: Context, {code}: Problem): Record<string, string> {
  return basePath(c) === '/' ? {link: `</docs#problem-${code}>; rel="help"`} : {};
}
