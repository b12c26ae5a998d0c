import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {fetchClip} from '../../../worker/generation/clip.ts';

const SETTINGS = {
  RUNWARE_URL: 'https://api.example/v1',
  CLIP_HOSTS: ['clips.example:8443'],
  RUNWARE_TIMEOUT_SECONDS: 5,
};

test('an error page with a good status is no clip', async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, {'content-type': request.url?.slice(1).replace('-', '/')}).end('content');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    for (const [type, isClip] of [
      ['video-mp4', true],
      ['application-octet-stream', true],
      ['binary-octet-stream', true],
      ['text-html;charset=utf-8', false],
      ['application-problem+json', false],
      ['application-xml', false],
    ] as const) {
      const fetched = await fetchClip({...SETTINGS, RUNWARE_URL: `${origin}/v1`}, `${origin}/${type}`);
      assert.equal(fetched.ok, isClip, type);
      if (fetched.ok) await fetched.value.body?.cancel();
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a host is allowed with the port that the setting names, and with no other', async () => {
  const detailOf = async (url: string) => {
    const fetched = await fetchClip(SETTINGS, url);
    return fetched.ok || fetched.error.reason !== 'clipUnreachable' ? '' : fetched.error.detail;
  };
  for (const url of [
    'https://clips.example/a.mp4',
    'https://clips.example:444/a.mp4',
    'http://clips.example:8443/a.mp4',
    'https://evilclips.example:8443/a.mp4',
  ])
    assert.match(await detailOf(url), /^host not allowed/, url);
  // Reserved names (RFC 2606) lead nowhere: that it was tried shows in another reason.
  assert.doesNotMatch(await detailOf('https://vm.clips.example:8443/a.mp4'), /^host not allowed/);
});
