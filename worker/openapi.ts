// The route /openapi.json: the contract in OpenAPI's words, made from the schemas and tables that requests are judged by.

import type {Context} from 'hono';
import * as z from 'zod';
import type {AppEnv} from './answer.ts';
import {PROBLEMS, type ProblemCode} from './contract/index.ts';
import {homeOf} from './links.ts';
import {requestSchema} from './schema.ts';
import {proofSchema} from './sessions.ts';

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
    [...new Set([...codes, 'originNotAllowed', 'misconfigured', 'tooManyRequests'] as const)],
    (code) => PROBLEMS[code].status,
  );
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, some = []]) => {
      const schema = {$ref: '#/components/schemas/Problem'};
      return [status, {description: some.join(', '), content: {'application/problem+json': {schema}}}];
    }),
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
const STARTING = [
  'overLimit',
  'paused',
  'ledgerUnreachable',
  'sessionRequired',
  'originNotAllowed',
  'bodyTooLarge',
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
          'contentRefused',
          'busy',
          ...STARTING,
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
        206: {description: 'A part of it.'},
        ...problems('notFound', 'clipExpired', 'clipUnreachable'),
      },
    },
  },
  '/v1/session': {
    post: {
      summary: 'Turns a human check or a site-signed identity into a short-lived token.',
      requestBody: body(proofSchema),
      responses: {
        201: json('The session.'),
        ...problems('malformedBody', 'checkFailed', 'checkUnreachable'),
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
      summary: 'Runware’s own envelope: videoInference, getResponse and ping, for Runware’s clients.',
      security: VISITOR,
      requestBody: {
        required: true,
        content: {'application/json': {schema: {type: 'array', items: {type: 'object'}, minItems: 1}}},
      },
      responses: {
        200: json('`data` and `errors`.'),
        400: json('`errors`.'),
        ...problems('sessionRequired'),
      },
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
        'From POST /v1/session; needed unless the deployment’s second factor is none. With an allowed Origin.',
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
          errors: {type: 'array', items: {type: 'object', required: ['field', 'message']}},
          limit: {type: 'object', required: ['name', 'unit', 'max', 'left']},
        },
      },
    },
  },
};

/** `GET /openapi.json`. */
export function readOpenAPI(c: Context<AppEnv>): Response {
  const servers = [{url: homeOf(c)}];
  return c.json({...DOCUMENT, servers}, 200, {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=3600',
  });
}
