import { type Draft, ref } from '../record.ts';
import type { Dataset } from './dataset.ts';
import { bytesOf, typeOf } from './files.ts';
import { ACTIVE_USERS } from './firm.ts';
import { MATTERS_WITH_FOLDER } from './matters.ts';
import { creator } from './people.ts';
import type { Random } from './random.ts';
import { cycle, type DraftMaker, each, type Recipes } from './recipe.ts';
import { uuid } from './values.ts';

const FOLDERS = 190;
const CONTACTS_WITH_FOLDER = 20;
const ROOTS = MATTERS_WITH_FOLDER + CONTACTS_WITH_FOLDER;
const DOCUMENTS = 420;

/** Number of versions of a document. The ids of versions count through all documents. */
const versionsOf = (id: number): number => 1 + (id % 6 === 0 ? 1 : 0) + (id % 15 === 0 ? 1 : 0);
const VERSION_STARTS = [1];
for (let id = 1; id <= DOCUMENTS; id += 1)
  VERSION_STARTS.push((VERSION_STARTS[id - 1] ?? 1) + versionsOf(id));

const SUBFOLDERS = ['Correspondence', 'Drafts', 'Evidence', 'Filed', 'Invoices', 'Notes', 'Old', 'Research'];
const FILES = [
  'Engagement letter',
  'Complaint',
  'Answer',
  'Lease',
  'Settlement offer',
  'Witness statement',
  'Expert report',
  'Power of attorney',
  'Deposition transcript',
  'Invoice',
  'Bank statements',
  'Meeting notes',
] as const;

/** The root folders of matters and contacts, then the folders below them. */
function folders(data: Dataset, random: Random): Draft[] {
  const made: Draft[] = [];
  for (let id = 1; id <= FOLDERS; id += 1) {
    const parent = id <= ROOTS ? undefined : made[random.int(0, Math.min(id - 2, 140))];
    const owner = id <= MATTERS_WITH_FOLDER ? ref('Matter', id) : ref('Contact', id - MATTERS_WITH_FOLDER);
    made.push({
      id,
      type: 'Folder',
      name: parent ? random.pick(SUBFOLDERS) : `${owner.entity} ${owner.id}`,
      root: parent === undefined,
      locked: id % 40 === 7,
      parent: parent ? ref('Folder', parent.id) : null,
      matter: parent ? (parent.matter ?? null) : owner.entity === 'Matter' ? owner : null,
      contact: parent ? (parent.contact ?? null) : owner.entity === 'Contact' ? owner : null,
      deleted_at: parent && id % 19 === 3 ? data.dates.someMoment(random, -25, -2) : null,
      creator: creator(data, 'Folder', random, random.int(1, ACTIVE_USERS)),
      // Folders have no versions, but a list of items has one shape for folders and documents.
      latest_document_version: id % 60 === 20 ? ref('DocumentVersion', 1) : null,
    });
  }
  return made;
}

const document: DraftMaker = (index, random, data) => {
  const parents = data.base('Folder');
  const id = index + 1;
  const parent = parents[random.int(0, parents.length - 1)] as Draft;
  const filename = `${random.pick(FILES)} ${id}.${cycle(['pdf', 'pdf', 'txt', 'csv', 'html'], id)}`;
  const latest = (VERSION_STARTS[id] ?? 2) - 1;
  return {
    id,
    $latest_version_id: latest,
    $uncompleted: id % 97 === 11,
    type: 'Document',
    name: filename,
    filename,
    content_type: typeOf(filename),
    size: bytesOf(filename, latest).length,
    locked: id % 45 === 8,
    parent: ref('Folder', parent.id),
    matter: parent.matter ?? null,
    contact: parent.contact ?? null,
    deleted_at: id % 35 === 9 ? data.dates.someMoment(random, -28, -1) : null,
    received_at: data.dates.someMoment(random, -600, -2),
    creator: creator(data, 'Document', random, random.int(1, ACTIVE_USERS)),
    document_category: id % 3 === 0 ? null : data.some('DocumentCategory', random),
    group: id % 12 === 5 ? data.some('Group', random) : null,
    latest_document_version: ref('DocumentVersion', latest),
    external_properties:
      id % 14 === 2
        ? [data.embed('ExternalProperty', 'Document', random, { name: 'source_id', value: `src-${id}` })]
        : [],
  };
};

function versions(data: Dataset, random: Random): Draft[] {
  return data.base('Document').flatMap((document) => {
    const id = document.id as number;
    const filename = String(document.name);
    return Array.from({ length: versionsOf(id) }, (_, place): Draft => {
      const version = (VERSION_STARTS[id - 1] ?? 1) + place;
      const key = uuid(random);
      const isMultipart = id % 50 === 0;
      return {
        document_id: id,
        version_number: place + 1,
        uuid: key,
        filename,
        content_type: typeOf(filename),
        size: bytesOf(filename, version).length,
        fully_uploaded: document.$uncompleted !== true,
        put_url: `https://storage.example.com/uploads/${key}`,
        put_headers: [
          { name: 'Content-Type', value: typeOf(filename) },
          { name: 'x-amz-server-side-encryption', value: 'AES256' },
        ],
        multiparts: isMultipart
          ? [1, 2].map(
              (part): Draft => ({
                part_number: part,
                put_url: `https://storage.example.com/uploads/${key}?part=${part}`,
                put_headers: [{ name: 'Content-Length', value: '5242880' }],
              }),
            )
          : [],
        creator: creator(data, 'DocumentVersion', random, random.int(1, ACTIVE_USERS)),
      };
    });
  });
}

export const DOCUMENTS_AND_FOLDERS: Recipes = {
  Folder: { count: FOLDERS, drafts: folders },
  Document: each(DOCUMENTS, document, { neverBlank: ['filename', 'size', 'content_type'] }),
  DocumentVersion: {
    count: (VERSION_STARTS[DOCUMENTS] ?? 1) - 1,
    drafts: versions,
    neverBlank: ['document_id', 'filename', 'version_number'],
  },
  DocumentTemplate: each(
    12,
    (index, random, data) => {
      const filename = `${random.pick(FILES)} template ${index + 1}.txt`;
      return {
        filename,
        content_type: typeOf(filename),
        size: bytesOf(filename, index + 1).length,
        document_category: data.some('DocumentCategory', random),
        last_modified_by: ref('User', random.int(1, ACTIVE_USERS)),
      };
    },
    { neverBlank: ['filename', 'size'] },
  ),
  DocumentArchive: each(8, (index) => {
    const state = cycle(['completed', 'in_progress', 'failed'], index);
    return {
      state,
      progress: state === 'completed' ? 1 : 0.4,
      message: state === 'failed' ? 'A file was gone.' : null,
    };
  }),
  DocumentAutomation: each(12, (index, random, data) => {
    const isDone = index % 2 === 0;
    return {
      state: isDone ? 'completed' : 'queued',
      filename: `Generated ${index + 1}.pdf`,
      documents: isDone ? [data.some('Document', random)] : [],
    };
  }),
  Comment: each(40, (index, random) => {
    const document = random.int(1, DOCUMENTS);
    const onFolder = index % 5 === 4;
    return {
      $item_id: onFolder ? random.int(1, FOLDERS) : document,
      creator: ref('User', random.int(1, ACTIVE_USERS)),
      message: random.pick([
        'Please review page 2.',
        'Signed copy follows.',
        'Superseded.',
        'Client approved.',
      ]),
      document_version: onFolder ? null : ref('DocumentVersion', (VERSION_STARTS[document] ?? 2) - 1),
    };
  }),
};
