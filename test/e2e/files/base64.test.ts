import { beforeEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() =>
  startGateway({
    baseUrl: sandbox.baseUrl,
    token: sandbox.tokens.owner,
    config: { maxBodyBytes: 4 * 1024 * 1024 },
  }),
);
beforeEach(() => sandbox.resetCalls());

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const update = `mutation ($image: String!) {
  updateContact(input: { id: "Contact:1", avatar: { image: $image } }) {
    contact { id }
    userErrors { code message field }
  }
}`;

/** An image of this many bytes, as text. */
function image(start: Buffer, size = start.length): string {
  return Buffer.concat([start, Buffer.alloc(size - start.length)]).toString('base64');
}

describe('a picture as base64 text', () => {
  it.each([
    ['a PNG', png],
    ['a JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['an old GIF', Buffer.from('GIF87a..')],
    ['a GIF', Buffer.from('GIF89a')],
  ])('is sent if it is %s', async (_kind, start) => {
    const response = await gateway.gql(update, { variables: { image: image(start) } });
    expect(response).toMatchObject({
      data: { updateContact: { contact: { id: 'Contact:1' }, userErrors: [] } },
    });
    expect(sandbox.calls[0]?.body).toEqual({ data: { avatar: { image: image(start) } } });
  });

  it('can have almost 2 MB', async () => {
    const response = await gateway.gql(update, { variables: { image: image(png, 2 * 1024 * 1024 - 1) } });
    expect(response.data).toMatchObject({ updateContact: { userErrors: [] } });
  });

  it.each([
    ['text', 'not base64!', /is not base64/],
    ['empty', '', /is not base64/],
    ['cut off', 'iVBORw0KGgo', /is not base64/],
    ['a data URL', `data:image/png;base64,${image(png)}`, /only the base64 text/],
    ['another kind of file', Buffer.from('%PDF-1.7 ......').toString('base64'), /GIF, JPG, PNG/],
    ['too large', image(png, 2 * 1024 * 1024), /2097152 bytes; Clio takes at most 2097151/],
  ])('is rejected without a call if it is %s', async (_what, text, message) => {
    const response = await gateway.gql(update, { variables: { image: text } });
    expect(response.data).toEqual({
      updateContact: {
        contact: null,
        userErrors: [
          { code: 'INVALID', message: expect.stringMatching(message), field: ['input', 'avatar', 'image'] },
        ],
      },
    });
    expect(sandbox.calls).toEqual([]);
  });

  it('is checked in templates as well', async () => {
    const create =
      'mutation { createDocumentTemplate(input: { file: "%%%", filename: "a.docx" }) { userErrors { field } } }';
    expect((await gateway.gql(create)).data).toEqual({
      createDocumentTemplate: { userErrors: [{ field: ['input', 'file'] }] },
    });
    expect(sandbox.calls).toEqual([]);
  });
});
