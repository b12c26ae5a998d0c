// The route /openapi.json: the contract in OpenAPI's words, made from the schemas and tables that requests are judged by.

import type {Context} from 'hono';
import * as z from 'zod';
import type {AppEnv} from '../../bindings.ts';
import {PROBLEMS, type ProblemCode} from '../../contract/index.ts';
import {requestSchema} from '../../request/schema.ts';
import {baseURL} from '../base-url.ts';
import {sessionRequestSchema} from './session.ts';

/** One documented call. */
interface Call {
  summary: string;
  /** Who may: pages with a session where one is needed, the owner, or everybody. */
  security?: readonly Record<string, readonly []>[];
  requestBody?: {required: true; content: {'application/json': {schema: object}}};
  parameters?: readonly object[];
  responses: Record<string, {description: string; content?: Record<string, {schema: object}>}>;
}

const json = (description: string) => ({description, content: {'application/json': {schema: {type: 'object'}}}});

/** The answers that are problems, by their status. */
function problems(...codes: readonly ProblemCode[]): Call['responses'] {
  const byStatus = Object.groupBy(
    [...new Set([...codes, 'originNotAllowed', 'misconfigured', 'tooManyRequests', 'internal'] as const)],
    (code) => PROBLEMS[code].status,
  );
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, some = []]) => {
      const schema = {$ref: '#/components/schemas/Problem'};
      return [status, {description: some.join(', '), content: {'application/problem+json': {schema}}}];
    }),
  );
}

/** The same answers as Runware's envelope gives them: with `errors`, in Runware's shape. */
function envelopeProblems(...codes: readonly ProblemCode[]): Call['responses'] {
  return Object.fromEntries(
    Object.entries(problems(...codes)).map(([status, {description}]) => [status, json(description)]),
  );
}

function body(schema: z.ZodType): Call['requestBody'] & {} {
  return {
    required: true,
    content: {'application/json': {schema: z.toJSONSchema(schema, {unrepresentable: 'any', io: 'input'})}},
  };
}

function inPath(name: string) {
  return {name, in: 'path', required: true, schema: {type: 'string', format: 'uuid'}};
}

const VISITOR = [{}, {session: []}, {server: []}] as const;
const OWNER = [{admin: []}] as const;
/** Who is let in to start something. */
const ADMITTING = ['sessionRequired', 'originNotAllowed', 'bodyTooLarge'] as const;
/** What keeps a valid request from becoming a clip. A generation that failed at once answers with its own problem. */
const STARTING = [
  'limitExceeded',
  'paused',
  'ledgerUnreachable',
  'contentRefused',
  'imageRefused',
  'requestRefused',
  'busy',
  'unavailable',
  'generationFailed',
  'generationTimedOut',
] as const;

const PATHS: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  '/v1/generations': {
    post: {
      summary: 'Starts a generation, or answers the one that the same request started before.',
      security: VISITOR,
      requestBody: body(requestSchema),
      responses: {
        202: json('The generation.'),
        ...problems(
          'invalidRequest',
          'malformedBody',
          'taskConflict',
          'unsupportedMediaType',
          ...STARTING,
          ...ADMITTING,
        ),
      },
    },
  },
  '/v1/generations/{taskUUID}': {
    get: {
      summary: 'The generation as it is known now; as server-sent events where text/event-stream is asked for.',
      parameters: [inPath('taskUUID')],
      responses: {
        200: {
          description: 'The generation.',
          content: {'application/json': {schema: {type: 'object'}}, 'text/event-stream': {schema: {type: 'string'}}},
        },
        304: {description: 'As it was.'},
        ...problems('notFound'),
      },
    },
  },
  '/v1/generations/{taskUUID}/videos/{videoUUID}': {
    get: {
      summary: 'A clip. Ranges are served; ?download offers it as a file.',
      parameters: [inPath('taskUUID'), inPath('videoUUID')],
      responses: {
        200: {description: 'The clip.', content: {'video/*': {schema: {type: 'string', format: 'binary'}}}},
        206: {description: 'A part of it.', content: {'video/*': {schema: {type: 'string', format: 'binary'}}}},
        304: {description: 'As it was.'},
        416: {description: 'No part of it.', content: {'video/*': {schema: {type: 'string', format: 'binary'}}}},
        ...problems('notFound', 'clipExpired', 'clipUnreachable'),
      },
    },
  },
  '/v1/session': {
    post: {
      summary: 'Turns a human check or a site-signed identity into a short-lived token.',
      requestBody: body(sessionRequestSchema),
      responses: {
        201: json('The session.'),
        ...problems('malformedBody', 'invalidRequest', 'bodyTooLarge', 'checkFailed', 'checkUnreachable'),
      },
    },
  },
  '/v1/config': {
    get: {
      summary: 'What this deployment offers.',
      responses: {200: json('The offer.'), 304: {description: 'As it was.'}, ...problems()},
    },
  },
  '/v1': {
    post: {
      summary: 'Runware’s own envelope: videoInference, getResponse, authentication and ping, for Runware’s clients.',
      security: VISITOR,
      requestBody: {
        required: true,
        content: {'application/json': {schema: {type: 'array', items: {type: 'object'}, minItems: 1}}},
      },
      responses: {
        200: json('`data` and `errors`.'),
        ...envelopeProblems('invalidRequest', ...STARTING, ...ADMITTING),
      },
    },
  },
  '/v1/webhooks/runware/{taskUUID}': {
    post: {
      summary: 'For Runware, when a task has news. The body is not read.',
      parameters: [inPath('taskUUID'), {name: 'token', in: 'query', schema: {type: 'string'}}],
      responses: {204: {description: 'Whether or not there is such a generation.'}, ...problems()},
    },
  },
  '/v1/usage': {
    get: {
      summary: 'What was spent and refused, what is open.',
      security: OWNER,
      responses: {200: json('The owner’s view.'), ...problems('notFound')},
    },
  },
  '/v1/usage/pause': {
    post: {
      summary: 'Nothing starts any more.',
      security: OWNER,
      responses: {200: json('Paused.'), ...problems('notFound')},
    },
  },
  '/v1/usage/resume': {
    post: {
      summary: 'Generations start again.',
      security: OWNER,
      responses: {200: json('Resumed.'), ...problems('notFound')},
    },
  },
  '/healthz': {get: {summary: 'Whether the Worker runs.', responses: {200: json('It does.')}}},
};

const bearer = (description: string) => ({type: 'http', scheme: 'bearer', description});

/** The document, but for the server it is asked of. */
const DOCUMENT = {
  openapi: '3.1.0',
  info: {title: 'hailuo-generator', version: '1', license: {name: 'MIT', identifier: 'MIT'}},
  paths: PATHS,
  components: {
    securitySchemes: {
      session: bearer(
        'From POST /v1/session; needed unless the deployment’s visitor check is none. With an allowed Origin.',
      ),
      server: bearer('A token of the owner’s servers, which need no Origin.'),
      admin: bearer('The owner’s token.'),
    },
    schemas: {
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'code'],
        properties: {
          type: {type: 'string'},
          title: {type: 'string'},
          status: {type: 'integer'},
          code: {enum: Object.keys(PROBLEMS)},
          errors: {type: 'array', maxItems: 20, items: {type: 'object', required: ['field', 'message']}},
          moreErrors: {type: 'integer', minimum: 1},
          limit: {type: 'object', required: ['name', 'unit']},
        },
      },
    },
  },
};

/** `GET /openapi.json`. */
export function readOpenAPI(c: Context<AppEnv>): Response {
  const servers = [{url: baseURL(c)}];
  return c.json({...DOCUMENT, servers}, 200, {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=3600',
  });
}
