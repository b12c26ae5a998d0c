// A Worker for the element to talk to: it answers as a test's script says, and records the requests.
// Each test has its own, at its own endpoint: /fake/<name>. Served by the test runner, see ../web-test-runner.config.ts.

/** As much of Node's server as is used here: this room knows the browser's types, not Node's. */
interface IncomingMessage extends AsyncIterable<Uint8Array> {
  url?: string | undefined;
  method?: string | undefined;
  headers: Record<string, unknown>;
  socket: {destroy(): void};
}

interface ServerResponse {
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(content: string): unknown;
  end(content?: string): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** One answer. The last of a list is repeated. */
export type Step =
  /** A generation; what it does not say is filled in from the request. */
  | {generation: Record<string, unknown>; retryAfter?: number; headers?: Record<string, string>}
  /** The same as an event stream: these states, then the connection stays open, or breaks. JSON where no stream was asked for. */
  | {stream: readonly Record<string, unknown>[]; breaks?: true}
  /** An `application/problem+json`. */
  | {problem: Record<string, unknown>; status: number}
  /** Something that is not ours. */
  | {html: string; status: number}
  /** The request arrives, the answer is lost. */
  | 'drop'
  /** No answer, until the page gives up. */
  | 'hang';

export interface Script {
  /** What is offered; without it this Worker does not say. */
  config?: Record<string, unknown>;
  /** Answers to requests for a session. */
  session?: readonly (Record<string, unknown> | {problem: Record<string, unknown>; status: number})[];
  post?: readonly Step[];
  get?: readonly Step[];
}

export interface SeenRequest {
  method: string;
  path: string;
  body?: Record<string, unknown>;
  headers: Record<string, unknown>;
  /** The page gave up waiting for the answer. */
  abandoned?: true;
}

interface World {
  script: Script;
  seen: SeenRequest[];
  generations: Map<string, Record<string, unknown>>;
  /** Cuts the lines of those who wait. */
  waiting: (() => void)[];
}

const worlds = new Map<string, World>();

/** Answers requests under `/fake/`; false for all others. */
export async function fakeWorker(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const [, name, path] = /^\/fake\/([^/]+)(\/[^?]*)/.exec(request.url ?? '') ?? [];
  if (!name || !path) return false;
  const method = request.method ?? 'GET';
  const body = await bodyOf(request);
  if (path === '/script') {
    const before = method === 'PATCH' ? worlds.get(name) : undefined;
    // Who waits for an answer that will not come hears that the line is dead.
    for (const cut of before?.waiting.splice(0) ?? []) cut();
    worlds.set(name, {seen: [], generations: new Map(), waiting: [], ...before, script: body as Script});
    send(response, 200, {});
    return true;
  }
  const world = worlds.get(name);
  if (!world) {
    send(response, 404, {problem: `no script for ${name}`});
    return true;
  }
  if (path === '/seen') {
    send(response, 200, world.seen);
    return true;
  }
  const seen: SeenRequest = {method, path, ...(body && {body}), headers: request.headers};
  world.seen.push(seen);
  const turnOf = (path: string) => world.seen.filter((other) => other.path === path).length - 1;
  if (path === '/v1/config') {
    send(response, 200, world.script.config ?? {});
    return true;
  }
  if (path === '/v1/session') {
    const sessions = world.script.session ?? [];
    const session = sessions[Math.min(turnOf(path), sessions.length - 1)] ?? {};
    if ('problem' in session) send(response, Number(session.status), session.problem, 'application/problem+json');
    else send(response, 201, session);
    return true;
  }
  const steps = (method === 'POST' ? world.script.post : world.script.get) ?? ['hang'];
  const turn = world.seen.filter((other) => other.method === method && /generations/.test(other.path)).length - 1;
  const step = steps[Math.min(turn, steps.length - 1)] ?? 'hang';
  if (step === 'hang') {
    world.waiting.push(() => request.socket.destroy());
    response.on('close', () => {
      seen.abandoned = true;
    });
    return true;
  }
  if (step === 'drop') request.socket.destroy();
  else if ('html' in step) send(response, step.status, step.html, 'text/html');
  else if ('problem' in step) send(response, step.status, step.problem, 'application/problem+json');
  else {
    const states = 'stream' in step ? step.stream : [step.generation];
    const taskUUID = String(body?.taskUUID ?? path.split('/').at(-1));
    const before = world.generations.get(taskUUID) ?? {
      taskUUID,
      numberResults: body?.numberResults ?? 1,
      results: [],
      failedResults: 0,
      startedAt: new Date().toISOString(),
    };
    const generations = states.map((state) => ({...before, ...state}));
    const generation = generations.at(-1) ?? before;
    world.generations.set(taskUUID, generation);
    if ('stream' in step && request.headers.accept === 'text/event-stream') {
      response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
      response.write('retry: 2000\n');
      for (const state of generations) response.write(`event: generation\ndata: ${JSON.stringify(state)}\n\n`);
      response.on('close', () => {
        seen.abandoned = true;
      });
      if (generation.status !== 'processing' || step.breaks) response.end();
      else world.waiting.push(() => response.end());
      return true;
    }
    const headers = ('headers' in step && step.headers) || {};
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const etag = `"${JSON.stringify(generation).length}"`;
    response.setHeader('ETag', etag);
    response.setHeader('Retry-After', String('retryAfter' in step ? step.retryAfter : 0));
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, {});
      response.end();
    } else send(response, method === 'POST' ? 202 : 200, generation);
  }
  return true;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of request) text += decoder.decode(chunk, {stream: true});
  return text ? JSON.parse(text) : undefined;
}

function send(response: ServerResponse, status: number, content: unknown, type = 'application/json'): void {
  response.writeHead(status, {'Content-Type': type, 'Cache-Control': 'no-cache'});
  response.end(type === 'text/html' ? String(content) : JSON.stringify(content));
}
