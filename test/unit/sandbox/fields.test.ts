import { describe, expect, it } from 'vitest';
import { ask } from '../../support/ask-sandbox.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

const sandbox = forAllTests(() => startSandbox());

describe('the sandbox rejects what Clio rejects, and names the field', () => {
  it.each([
    ['matters', 'id,document_versions', 'document_versions'],
    ['matters', 'id,client{name,shoe_size}', 'shoe_size'],
    ['matters', 'id,custom_field_values{id,custom_field{id},picklist_option{id,option}}', 'picklist_option}'],
    ['activities', 'matter{id,client{date_of_birth}}', 'matter}'],
    ['contacts', 'id,redacted', 'redacted'],
    ['contacts', 'id, name', ' name'],
    ['contacts', '*', '*'],
    ['contacts', '', ''],
    ['contacts', 'id,', ''],
    ['contacts', 'id,name,id', 'id'],
    ['contacts', 'company{id,id}', 'id'],
    ['contacts', 'name{id}', 'id'],
    ['contacts', 'company{id', 'company{id'],
    ['contacts', 'company{}', ''],
    ['contacts', 'toString', 'toString'],
    ['activities', 'task{id,name}', 'name'],
    ['billable_matters', 'id,etag', 'etag'],
    ['billable_matters', '~currency', '~currency'],
  ])('/%s with fields=%s', async (path, fields, named) => {
    const reply = await ask(sandbox, `/${path}.json?fields=${encodeURIComponent(fields)}`);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({
      error: { type: 'InvalidFields', message: `${named} is not a valid field` },
    });
  });
});

describe('the sandbox', () => {
  it('returns id and etag without `fields`', async () => {
    const reply = await ask(sandbox, '/matters.json?limit=1');
    expect(Object.keys(reply.body.data[0] ?? {})).toEqual(['id', 'etag']);
  });

  it('returns only the id for a type without etag', async () => {
    const reply = await ask(sandbox, '/billable_matters.json?limit=1');
    expect(Object.keys(reply.body.data[0] ?? {})).toEqual(['id']);
  });

  it('returns all fields for a type without id', async () => {
    const reply = await ask(sandbox, '/internal_notifications/event_metrics.json');
    expect(reply.body.data).toHaveProperty('unread_web_events', 9);
  });

  it('returns fields in the requested order', async () => {
    const reply = await ask(sandbox, '/contacts/1.json?fields=type,name,id');
    expect(Object.keys(reply.body.data)).toEqual(['type', 'name', 'id']);
  });

  it('returns id and etag of an association without braces, at both levels', async () => {
    const reply = await ask(sandbox, '/activities.json?fields=user,matter{description,client}&limit=50');
    const row = reply.body.data.find(
      ({ user, matter }) => user && matter && (matter as { client?: unknown }).client,
    );
    expect(row?.user).toEqual({ id: expect.any(Number), etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    expect(row?.matter).toEqual({
      description: expect.any(String),
      client: { id: expect.any(Number), etag: expect.any(String) },
    });
  });

  it('returns all fields of records without id at the second level', async () => {
    const fields = 'latest_document_version{uuid,put_headers,multiparts}';
    const reply = await ask(sandbox, `/documents/50.json?fields=${fields}`);
    expect(reply.body.data).toEqual({
      latest_document_version: {
        uuid: expect.any(String),
        put_headers: [
          { name: 'Content-Type', value: expect.any(String) },
          { name: expect.any(String), value: 'AES256' },
        ],
        multiparts: [
          {
            part_number: 1,
            put_url: expect.any(String),
            put_headers: [{ name: 'Content-Length', value: '5242880' }],
          },
          {
            part_number: 2,
            put_url: expect.any(String),
            put_headers: [{ name: 'Content-Length', value: '5242880' }],
          },
        ],
      },
    });
  });

  it('accepts raw and encoded braces', async () => {
    const raw = await ask(sandbox, '/contacts/1.json?fields=id,addresses{city}');
    const encoded = await ask(sandbox, `/contacts/1.json?fields=${encodeURIComponent('id,addresses{city}')}`);
    expect(encoded.text).toBe(raw.text);
  });
});

describe('a reference to a deleted record', () => {
  it('has an id, and no field that only the record itself has', async () => {
    const gone = [...sandbox.records('Matter').values()].find(
      ({ client }) => client !== null && !sandbox.records('Contact').has((client as { id: number }).id),
    );
    const id = (gone?.client as { id: number } | undefined)?.id;
    const read = async (fields: string): Promise<unknown> =>
      (await ask(sandbox, `/matters/${gone?.id}.json?fields=${fields}`)).body.data.client;
    expect(await read('client')).toEqual({ id });
    expect(await read('client{id}')).toEqual({ id });
    expect(await read('client{id,etag}')).toEqual({ id, etag: null });
    expect(await read('client{id,name}')).toBeNull();
    expect((await ask(sandbox, `/contacts.json?ids[]=${id}`)).body.data).toEqual([]);
  });
});

describe('custom_field_ids[]', () => {
  it.each(['/matters/3.json?', '/matters.json?ids[]=3&'])(
    'limits the returned values in %s',
    async (path) => {
      const all = (await ask(sandbox, `${path}fields=custom_field_values{id,custom_field}`)).body.data;
      const values = (
        (Array.isArray(all) ? all[0] : all) as { custom_field_values: { custom_field: { id: number } }[] }
      ).custom_field_values;
      const wanted = values[0]?.custom_field.id;
      const some = (
        await ask(sandbox, `${path}custom_field_ids[]=${wanted}&fields=custom_field_values{id,custom_field}`)
      ).body.data;
      expect(values.length).toBeGreaterThan(1);
      expect((Array.isArray(some) ? some[0] : some)?.custom_field_values).toEqual(
        values.filter(({ custom_field }) => custom_field.id === wanted),
      );
    },
  );
});
